/** The handoffs of a span as rows of a report, a few hundred at a time so that nobody else waits for a long span. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { HandoffMoment, ReportStore } from '../store/report-store.ts';
import type { TimeOf } from './first-calls.ts';
import { type ReportedHandoff, reportHandoff } from './reported-handoff.ts';

const atOnce = 250;
export const mostReported = 100_000;

/** A report that left some out would be wrong, and would not look so. */
export class TooManyHandoffsError extends Error {
  constructor() {
    super(`There are more than ${mostReported} handoffs in that time: ask for a shorter one, from a day to a day.`);
    this.name = 'TooManyHandoffsError';
  }
}

export async function loadReported(
  store: Pick<ReportStore, 'handoffIds' | 'handoffsById'>,
  portalId: number,
  what: HandoffMoment,
  span: { from: number; to: number },
  timeOf: TimeOf,
): Promise<ReportedHandoff[]> {
  const ids = await store.handoffIds(portalId, what, span, mostReported + 1);
  if (ids.length > mostReported) throw new TooManyHandoffsError();
  const rows: ReportedHandoff[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const handoffs = await store.handoffsById(portalId, ids.slice(at, at + atOnce));
    for (const handoff of handoffs) rows.push(reportHandoff(handoff, timeOf));
    await letOthersRun();
  }
  return rows;
}
