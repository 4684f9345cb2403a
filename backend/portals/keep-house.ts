/** What is thrown away with time: what a portal keeps no longer, and what cards asked for. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Retention } from '../privacy/retention.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { SlackConnectStore } from '../store/slack-connect-store.ts';
import { forEachPortal } from './for-each-portal.ts';
import type { PortalMemory } from './portal-memory.ts';

const dayMs = 24 * 60 * 60_000;
/** Nobody sends again what they asked for on a card so long ago. */
export const cardCallsKeptDays = 14;
/** HubSpot tells of something for a day; what was missed is found by the daily reconciliation long before. */
const mergeHintsKeptMs = 30 * dayMs;
const everyMs = 60 * 60_000;

type HouseStore = Pick<HandoffStore, 'forgetCardCalls'> &
  Pick<LinkStore, 'forgetMergeHints'> &
  Pick<PrivacyStore, 'turnWeeks'> &
  Pick<SlackConnectStore, 'forgetBegunFlows'>;

export type HouseParts = {
  store: HouseStore;
  memory: PortalMemory;
  retention: Retention;
  portalIds: () => Promise<number[]>;
  clock: Clock;
  log: Pick<Logger, 'error'>;
};

export type House = {
  /** Ends when what is under way has. */
  stop(): Promise<void>;
};

export function keepHouse({ store, memory, retention, portalIds, clock, log }: HouseParts): House {
  /** What is no portal's own. */
  async function tidyCommon(): Promise<void> {
    const flows = store.forgetBegunFlows(clock.now());
    await flows.catch((err) => log.error({ err }, 'flows that were begun and not ended could not be forgotten'));
    const turned = store.turnWeeks(clock.now());
    await turned.catch((err) =>
      log.error({ err }, 'weeks of events could not be made or dropped; tried again in an hour'),
    );
  }

  return forEachPortal({
    what: 'forgetting what is old',
    memory,
    async portalIds() {
      await tidyCommon();
      return portalIds();
    },
    async turn(portalId) {
      await forgetOld(store, portalId, clock.now());
      await retention.run(portalId);
    },
    log,
    everyMs,
    // Where much is old it takes long: the database is for others too.
    atOnce: 1,
    placeMs: 10_000,
  });
}

export async function forgetOld(
  store: Pick<HouseStore, 'forgetCardCalls' | 'forgetMergeHints'>,
  portalId: number,
  now: number,
): Promise<void> {
  await store.forgetCardCalls(portalId, now - cardCallsKeptDays * dayMs);
  await store.forgetMergeHints(portalId, now - mergeHintsKeptMs);
}
