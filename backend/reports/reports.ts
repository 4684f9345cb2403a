/** Reports put together for the operators' routes: which handoffs, by whose hours, in which zone. */
import { workingTimeOf } from '../handoff/owner-hours.ts';
import { noPlaybook } from '../playbook/no-playbook.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { PortalStore } from '../store/store.ts';
import type { TimeOf } from './first-calls.ts';
import { type HandoffRow, handoffRow } from './handoff-row.ts';
import type { BeforeGoLives } from './keep-before.ts';
import { loadReported } from './load-reported.ts';
import { type OutcomesReport, reportOutcomes } from './outcomes-report.ts';
import { momentsOf, type ReportPeriod } from './report-period.ts';
import { type ReviewReport, reportReview } from './review-report.ts';
import { reportSla, type SlaReport } from './sla-report.ts';

/** What a report is about: days of this zone. */
export type Reported = { period: ReportPeriod; timeZone: string };

export type SlaAnswer = Reported & SlaReport;
export type OutcomesAnswer = Reported & OutcomesReport;
export type ReviewAnswer = Reported & ReviewReport;

export type Reports = {
  /** Of handoffs handed off in the period. */
  sla(portalId: number, period: ReportPeriod): Promise<SlaAnswer>;
  /** These, of handoffs opened in it. All throw TooManyHandoffsError. */
  outcomes(portalId: number, period: ReportPeriod): Promise<OutcomesAnswer>;
  review(portalId: number, period: ReportPeriod): Promise<ReviewAnswer>;
  /** Oldest first, from behind the handoff `after` on. */
  rows(portalId: number, after: number, limit: number): Promise<HandoffRow[]>;
};

export type ReportsParts = {
  store: ReportStore & Pick<PortalStore, 'portal'>;
  states: Pick<PortalStates, 'get'>;
  before: Pick<BeforeGoLives, 'of'>;
};

export function createReports({ store, states, before }: ReportsParts): Reports {
  return {
    async sla(portalId, period) {
      const { timeZone, timeOf } = await hoursOf({ store, states }, portalId);
      const handoffs = await loadReported(store, portalId, 'handed off', momentsOf(period, timeZone), timeOf);
      return { period, timeZone, ...reportSla(handoffs, timeZone, await before.of(portalId)) };
    },
    async outcomes(portalId, period) {
      const { timeZone, timeOf } = await hoursOf({ store, states }, portalId);
      const handoffs = await loadReported(store, portalId, 'opened', momentsOf(period, timeZone), timeOf);
      return { period, timeZone, ...reportOutcomes(handoffs, timeZone) };
    },
    async review(portalId, period) {
      const { timeZone, timeOf } = await hoursOf({ store, states }, portalId);
      const handoffs = await loadReported(store, portalId, 'opened', momentsOf(period, timeZone), timeOf);
      return { period, timeZone, ...reportReview(handoffs) };
    },
    async rows(portalId, after, limit) {
      const { timeZone, timeOf } = await hoursOf({ store, states }, portalId);
      const handoffs = await store.handoffsAfter(portalId, after, limit);
      return handoffs.map((handoff) => handoffRow(handoff, timeOf, timeZone));
    },
  };
}

/** The portal's zone, and each owner's hours by the playbook in force. */
export async function hoursOf(
  { store, states }: Pick<ReportsParts, 'states'> & { store: Pick<PortalStore, 'portal'> },
  portalId: number,
): Promise<{ timeZone: string; timeOf: TimeOf }> {
  const state = await states.get(portalId);
  const timeZone = state?.portal.timeZone ?? (await store.portal(portalId))?.timeZone ?? 'UTC';
  return { timeZone, timeOf: (email) => workingTimeOf(state?.playbook ?? noPlaybook, timeZone, email) };
}
