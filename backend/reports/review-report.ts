/** `zo report review`: which crossings somebody looked at first, what they decided, and how long it took. */
import { type Counted, compareText, countWords } from './count-words.ts';
import { spreadOf } from './nearest-rank.ts';
import type { ReportedHandoff, ReportedReview } from './reported-handoff.ts';

export type ReviewFigures = {
  approved: number;
  rejected: number;
  /** From asking to the decision, nights and weekends included. Null while none was decided. */
  medianMinutes: number | null;
  p90Minutes: number | null;
};

export type ReviewReport = ReviewFigures & {
  /** All handoffs that were opened, and those of them a reviewer was asked about. */
  opened: number;
  asked: number;
  waiting: number;
  /** They ended before anybody had decided. */
  endedUndecided: number;
  /** Told to the operators because nobody had looked in time. */
  escalated: number;
  rejectionReasons: Counted[];
  byReviewer: ({ reviewer: string } & ReviewFigures)[];
};

const minuteMs = 60_000;
const unsaid = 'no reason given';

export function reportReview(handoffs: readonly ReportedHandoff[]): ReviewReport {
  const asked = handoffs.flatMap(({ review, closedAt }) => (review === null ? [] : [{ ...review, closedAt }]));
  const undecided = asked.filter(({ verdict }) => verdict === null);
  const decided = asked.filter(({ verdict }) => verdict !== null);
  return {
    opened: handoffs.length,
    asked: asked.length,
    ...reviewFigures(decided),
    waiting: undecided.filter(({ closedAt }) => closedAt === null).length,
    endedUndecided: undecided.filter(({ closedAt }) => closedAt !== null).length,
    escalated: asked.filter(({ isEscalated }) => isEscalated).length,
    rejectionReasons: countWords(
      decided.flatMap(({ verdict, reason }) => (verdict === 'rejected' ? [reason ?? unsaid] : [])),
    ),
    byReviewer: [...Map.groupBy(decided, ({ by }) => by ?? 'not known')]
      .map(([reviewer, group]) => ({ reviewer, ...reviewFigures(group) }))
      .sort(
        (one, other) =>
          other.approved + other.rejected - (one.approved + one.rejected) || compareText(one.reviewer, other.reviewer),
      ),
  };
}

function reviewFigures(decided: readonly ReportedReview[]): ReviewFigures {
  const { median, p90 } = spreadOf(
    decided.flatMap(({ askedAt, decidedAt }) =>
      decidedAt === null ? [] : [Math.floor((decidedAt - askedAt) / minuteMs)],
    ),
  );
  return {
    approved: decided.filter(({ verdict }) => verdict === 'approved').length,
    rejected: decided.filter(({ verdict }) => verdict === 'rejected').length,
    medianMinutes: median,
    p90Minutes: p90,
  };
}
