/** What is thrown away with time: what a portal keeps no longer, and what cards asked for. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Retention } from '../privacy/retention.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { SlackConnectStore } from '../store/slack-connect-store.ts';

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
  retention: Retention;
  portalIds: () => Promise<number[]>;
  clock: Clock;
  log: Pick<Logger, 'error'>;
};

export type House = {
  /** Ends when what is under way has. */
  stop(): Promise<void>;
};

export function keepHouse({ store, retention, portalIds, clock, log }: HouseParts): House {
  let underWay: Promise<void> | null = null;
  let isStopped = false;

  async function tidy(): Promise<void> {
    const flows = store.forgetBegunFlows(clock.now());
    await flows.catch((err) => log.error({ err }, 'flows that were begun and not ended could not be forgotten'));
    for (const portalId of await portalIds()) {
      if (isStopped) return;
      const tidied = forgetOld(store, portalId, clock.now()).then(() => retention.run(portalId));
      await tidied.catch((err) => log.error({ portalId, err }, 'what is old could not be forgotten'));
    }
    const turned = store.turnWeeks(clock.now());
    await turned.catch((err) =>
      log.error({ err }, 'weeks of events could not be made or dropped; tried again in an hour'),
    );
  }

  const timer = setInterval(() => {
    underWay ??= tidy().finally(() => {
      underWay = null;
    });
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

export async function forgetOld(
  store: Pick<HouseStore, 'forgetCardCalls' | 'forgetMergeHints'>,
  portalId: number,
  now: number,
): Promise<void> {
  await store.forgetCardCalls(portalId, now - cardCallsKeptDays * dayMs);
  await store.forgetMergeHints(portalId, now - mergeHintsKeptMs);
}
