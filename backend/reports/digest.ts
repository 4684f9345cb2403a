/** The weekly digest: last week's handoffs, and the week before to compare with. Pure. */
import type { OpenNow } from '../store/report-store.ts';
import { byCount, type Counted } from './count-words.ts';
import type { DigestDue, Span } from './digest-due.ts';
import type { ReportedHandoff, Standing } from './reported-handoff.ts';
import { byOwner, type CallFigures, callFigures } from './sla-report.ts';

export type WeekFigures = {
  handedOff: number;
  /** Of those handed off in the week, as they stand now. */
  calls: CallFigures;
  /** Who let how many first calls be. */
  breachedBy: Counted[];
  /** Of those that ended in the week, whenever they were handed off. */
  ended: Record<Ended, number>;
};

const ends = ['won', 'lost', 'returned', 'not_a_fit'] as const satisfies Standing[];
type Ended = (typeof ends)[number];

export type Digest = {
  days: DigestDue['days'];
  last: WeekFigures;
  before: WeekFigures;
  now: OpenNow & { alarms: number };
};

/** Handed off, and closed, in either of the two weeks. */
export type DigestHandoffs = { handedOff: readonly ReportedHandoff[]; closed: readonly ReportedHandoff[] };

export function makeDigest(due: DigestDue, handoffs: DigestHandoffs, now: Digest['now']): Digest {
  return { days: due.days, last: weekFigures(due.last, handoffs), before: weekFigures(due.before, handoffs), now };
}

function weekFigures(span: Span, handoffs: DigestHandoffs): WeekFigures {
  const handedOff = handoffs.handedOff.filter(({ handedOffAt }) => isWithin(handedOffAt, span));
  const closed = handoffs.closed.filter(({ closedAt }) => isWithin(closedAt, span));
  return {
    handedOff: handedOff.length,
    calls: callFigures(handedOff.flatMap(({ call }) => (call === null ? [] : [call]))),
    breachedBy: byOwner(handedOff.flatMap(({ assigned }) => assigned))
      .filter(({ breached }) => breached > 0)
      .map(({ owner, breached }) => ({ words: owner.name, count: breached }))
      .sort(byCount),
    ended: Object.fromEntries(
      ends.map((end) => [end, closed.filter(({ standing }) => standing === end).length]),
    ) as WeekFigures['ended'],
  };
}

function isWithin(at: number | null, { from, to }: Span): boolean {
  return at !== null && at >= from && at < to;
}
