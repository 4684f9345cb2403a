/**
 * After a restore the database knows nothing of what was sent between the backup and the loss, so what it would send now may
 * have been sent. For a while it catches up with that time, and whatever cannot be taken back or repeated is shown as
 * unconfirmed: an alert missing is seen, an alert repeated is not forgiven.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { type RestoredMark, restoredSetting } from '../store/restored-mark.ts';
import type { PortalStore } from '../store/store.ts';
import { momentWords } from '../text/moment-words.ts';
import type { PortalMemory } from './portal-memory.ts';

/** Long enough to decide whoever was left to decide, and for what a handoff waits for from HubSpot. */
const quietMs = 5 * 60_000;
const lookMs = 1_000;

export type AfterRestore = {
  /** Whether something wanted at that moment may have been sent before the restore. */
  isDoubtful(portalId: number, wantedAt: number): boolean;
  stop(): void;
};

type Parts = {
  store: Pick<PortalStore, 'portal' | 'setting' | 'saveSetting' | 'raiseAlarm' | 'clearAlarm'>;
  memory: PortalMemory;
  clock: Clock;
  log: Pick<Logger, 'warn' | 'error'>;
};

export const restoredAlarm = 'restored';

export const restoredRemedy =
  'It ends by itself. Settle what is unconfirmed with `zo unconfirmed`, and send the events accepted since the backup once ' +
  'more: `zo replay FILE`.';

/** Before anything is sent: at the first start after a restore the quiet time begins. */
export async function noteRestores(
  { store, memory, clock, log }: Parts,
  portalIds: readonly number[],
): Promise<AfterRestore> {
  const quietUntil = memory.map<number, number>('until when it is quiet after a restore');
  const told = memory.set<number>('who is told of a restore');
  for (const portalId of portalIds) {
    const mark = (await store.setting(portalId, restoredSetting)) as RestoredMark | null;
    if (mark === null) continue;
    const now = clock.now();
    const until = mark.quietUntil ?? now + quietMs;
    quietUntil.set(portalId, until);
    told.add(portalId);
    if (mark.quietUntil === undefined) {
      await store.saveSetting(portalId, restoredSetting, { ...mark, quietUntil: until }, now);
      const timeZone = (await store.portal(portalId))?.timeZone;
      await store.raiseAlarm(portalId, restoredAlarm, wordRestored(mark.takenAt, until, timeZone), now);
      log.warn({ portalId, takenAt: mark.takenAt, quietUntil: until }, 'the database was restored from a backup');
    }
  }
  const timer = setInterval(() => {
    for (const portalId of told) {
      if (clock.now() <= (quietUntil.get(portalId) ?? Number.NEGATIVE_INFINITY)) continue;
      told.delete(portalId);
      store
        .clearAlarm(portalId, restoredAlarm)
        .catch((err) => log.error({ portalId, err }, 'the alarm of the restore could not be cleared'));
    }
    if (told.size === 0) clearInterval(timer);
  }, lookMs);
  timer.unref();
  return {
    isDoubtful: (portalId, wantedAt) => wantedAt <= (quietUntil.get(portalId) ?? Number.NEGATIVE_INFINITY),
    stop: () => clearInterval(timer),
  };
}

function wordRestored(takenAt: number | null, until: number, timeZone: string | undefined): string {
  const asOf = takenAt === null ? '' : ` of ${momentWords(takenAt, timeZone)}`;
  return (
    `The database was restored from a backup${asOf}. What was wanted in Slack until ${momentWords(until, timeZone)} may ` +
    'have been posted before the restore and is shown as unconfirmed.'
  );
}

const doubt = 'the database was restored from a backup, and it may have been sent before';

/** Posts nothing and says that nobody knows; everything else as it was. */
export function doubtfulSlack(gateway: SlackGateway): SlackGateway {
  return { ...gateway, postMessage: async () => ({ outcome: 'ambiguous', reason: doubt }) };
}

/** Logs no call and says that nobody knows; everything else as it was. */
export function doubtfulHubspot(gateway: HubspotGateway): HubspotGateway {
  return {
    ...gateway,
    logCalls: async (inputs) => inputs.map(() => ({ ok: false, kind: 'unconfirmed', reason: doubt })),
  };
}
