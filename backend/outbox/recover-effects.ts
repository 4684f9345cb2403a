import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { effectSettled } from '../handoff/effect-settled.ts';
import { handoffOfMessage } from '../handoff/message-keys.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import { wordUnconfirmed } from './unconfirmed.ts';

type RecoverStore = Pick<HandoffStore, 'transactHandoff'> &
  Pick<OutboxStore, 'recoverEffects'> &
  Pick<PortalStore, 'raiseAlarm'>;

/** Sends that were under way when the process ended may have happened: they are shown, not repeated. */
export async function recoverEffects(
  store: RecoverStore,
  portalIds: number[],
  clock: Clock,
  log: Logger,
): Promise<void> {
  for (const portalId of portalIds) {
    const { released, unconfirmed } = await store.recoverEffects(portalId);
    if (released > 0) log.info({ portalId, released }, 'effects of the last run are taken up again');
    for (const key of unconfirmed) {
      const reason = 'the service stopped while it was being sent';
      const handoffId = handoffOfMessage(key);
      const now = clock.now();
      await store.raiseAlarm(portalId, `unconfirmed:${key}`, wordUnconfirmed(key, reason), now);
      if (handoffId === null) continue;
      const state = { state: 'unconfirmed', reason } as const;
      await store.transactHandoff(portalId, { handoffId }, now, effectSettled({ what: 'alert', key, state }, now));
    }
  }
}
