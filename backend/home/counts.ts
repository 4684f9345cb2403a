/** What the home page shows that is counted in the background, where it takes long: long lists, first calls, the funnel … */
import { startOfLocalDay } from '@zo/shared';
import type { OwnerAccount } from '../handoff/routing/fairness-report.ts';
import type { Check, DoctorAnswer } from '../portals/doctor.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import { NoPlaybookError } from '../portals/provision-plan.ts';
import type { RoutingView } from '../portals/routing-view.ts';
import type { Reports } from '../reports/reports.ts';
import type { SlaReport } from '../reports/sla-report.ts';
import type { HomeStore } from '../store/home-store.ts';
import { firstShownDay } from './call-tables.ts';
import { countFunnel, type Funnel } from './funnel.ts';
import { type KeptCounts, keepCounted } from './keep-counted.ts';
import { loadNearMisses, loadToday, type TableQuestion } from './people-tables.ts';
import type { WholeTable } from './table.ts';

export type Counts = {
  today: KeptCounts<WholeTable>;
  nearMisses: KeptCounts<WholeTable>;
  calls: KeptCounts<SlaReport & { firstDay: number; since: number }>;
  fairness: KeptCounts<OwnerAccount[]>;
  funnel: KeptCounts<Funnel>;
  checks: KeptCounts<Check[]>;
};

export type CountsParts = {
  store: HomeStore;
  states: Pick<PortalStates, 'get'>;
  memory: PortalMemory;
  reports: Pick<Reports, 'sla'>;
  routing: Pick<RoutingView, 'fairness'>;
  doctor: (portalId: number) => Promise<DoctorAnswer>;
  now: () => number;
  log: { warn(fields: object, message: string): void };
};

/** Rows of a long list that the page looks at. */
export const mostShown = 500;

const leastMs = 1_000;
/** The checks ask HubSpot and Slack. */
const checksLeastMs = 60_000;

export function keepCounts({ store, states, memory, reports, routing, doctor, now, log }: CountsParts): Counts {
  const kept = <Value>(
    what: string,
    count: (portalId: number, isStopped: () => boolean) => Promise<Value>,
    noMoreOftenMs = leastMs,
  ) =>
    keepCounted({
      what,
      memory,
      count,
      now,
      leastMs: noMoreOftenMs,
      onError: (portalId, err) => log.warn({ portalId, err }, `${what} could not be counted for the home page`),
    });
  const asked = async (portalId: number): Promise<TableQuestion> => {
    const state = await states.get(portalId);
    if (state === null) throw new NoPlaybookError(portalId);
    return { state, most: mostShown, now: now() };
  };
  return {
    today: kept('today', async (portalId) => loadToday(store, await asked(portalId))),
    nearMisses: kept('near misses', async (portalId) => loadNearMisses(store, await asked(portalId))),
    calls: kept('first calls', async (portalId) => {
      const { state, now: at } = await asked(portalId);
      const { timeZone } = state.portal;
      const firstDay = firstShownDay(at, timeZone);
      const report = await reports.sla(portalId, { from: firstDay, to: null });
      return { ...report, firstDay, since: startOfLocalDay(firstDay, timeZone) };
    }),
    fairness: kept('fair shares', async (portalId) => (await routing.fairness(portalId, 1)).owners),
    funnel: kept('the funnel', (portalId, isStopped) => countFunnel(store, portalId, isStopped)),
    checks: kept('checks', async (portalId) => (await doctor(portalId)).checks, checksLeastMs),
  };
}

export async function stopCounts(counts: Counts): Promise<void> {
  await Promise.all(Object.values(counts).map((kept) => kept.stop()));
}
