/** What is thrown away with time. Message ids outlive the longest wait of an SDK's own retries by far. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { IngestStore } from '../store/store.ts';

const dayMs = 24 * 60 * 60_000;
/** Promised: an event counts once, however late its repeat within seven days. */
const messageIdsKeptMs = 14 * dayMs;
/** Nobody sends again what they asked for on a card so long ago. */
const cardCallsKeptMs = 14 * dayMs;
/** HubSpot tells of something for a day; what was missed is found by the daily reconciliation long before. */
const mergeHintsKeptMs = 30 * dayMs;
const everyMs = 60 * 60_000;

type HouseStore = Pick<IngestStore, 'expireMessageIds'> &
  Pick<HandoffStore, 'forgetCardCalls'> &
  Pick<LinkStore, 'forgetMergeHints'>;

export function keepHouse(
  store: HouseStore,
  portalIds: () => Promise<number[]>,
  clock: Clock,
  log: Pick<Logger, 'error'>,
): { stop(): void } {
  const timer = setInterval(async () => {
    for (const portalId of await portalIds()) {
      await forgetOld(store, portalId, clock.now()).catch((err) =>
        log.error({ portalId, err }, 'what is old could not be forgotten'),
      );
    }
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

export async function forgetOld(store: HouseStore, portalId: number, now: number): Promise<void> {
  await store.expireMessageIds(portalId, now - messageIdsKeptMs);
  await store.forgetCardCalls(portalId, now - cardCallsKeptMs);
  await store.forgetMergeHints(portalId, now - mergeHintsKeptMs);
}
