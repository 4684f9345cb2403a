import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { effectSettled } from '../handoff/effect-settled.ts';
import { handoffOfMessage } from '../handoff/message-keys.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import { wordUnconfirmed } from './unconfirmed.ts';

type TellStore = Pick<HandoffStore, 'transactHandoff'> &
  Pick<OutboxStore, 'untoldEffects' | 'noteTold'> &
  Pick<PortalStore, 'raiseAlarm'>;

export type RecoverStore = TellStore & Pick<OutboxStore, 'recoverEffects'>;

/** Sends that were under way when the process ended may have happened: they are shown, not repeated. */
export async function recoverEffects(
  store: RecoverStore,
  portalIds: number[],
  clock: Clock,
  log: Logger,
): Promise<void> {
  for (const portalId of portalIds) {
    const { released, unconfirmed } = await store.recoverEffects(portalId);
    if (released > 0) log.info({ portalId, released }, 'effects of a process that ended are taken up again');
    if (unconfirmed.length > 0) await tellUnconfirmed(store, portalId, clock);
  }
}

const reason = 'the service stopped while it was being sent';

/**
 * The operator and the handoff are told of what may have been sent, each once. What fails on the way, or a process that ends,
 * leaves the rest to be told by the next call. What the handoff knows as posted needs no telling.
 */
export async function tellUnconfirmed(store: TellStore, portalId: number, clock: Clock): Promise<void> {
  for (const key of await store.untoldEffects(portalId)) {
    const handoffId = handoffOfMessage(key);
    const now = clock.now();
    const isPosted = handoffId !== null && (await tellHandoff(store, { portalId, handoffId, key, now }));
    if (!isPosted) await store.raiseAlarm(portalId, `unconfirmed:${key}`, wordUnconfirmed(key, reason), now);
    await store.noteTold(portalId, key, isPosted ? { isPosted } : { isPosted, reason });
  }
}

type Told = { portalId: number; handoffId: number; key: string; now: number };

/** Whether the handoff knows it as posted: the process ended after it had been told, and before the outbox was. */
async function tellHandoff(store: TellStore, { portalId, handoffId, key, now }: Told): Promise<boolean> {
  const state = { state: 'unconfirmed', reason } as const;
  const tell = effectSettled({ what: 'alert', key, state }, now);
  const answer = await store.transactHandoff(portalId, { handoffId }, now, (context) => {
    const isPosted = context.handoff?.alerts[key]?.state === 'posted';
    return isPosted ? { answer: true } : { ...tell(context), answer: false };
  });
  return answer ?? false;
}
