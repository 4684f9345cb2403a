import fc from 'fast-check';
import type { ReportedReview } from '../../../backend/reports/reported-handoff.ts';
import { reportReview } from '../../../backend/reports/review-report.ts';
import { minuteMs, now } from '../../support/handoffs.ts';
import { anyReported, reported } from '../../support/reported-handoffs.ts';

function review(change: Partial<ReportedReview> = {}): ReportedReview {
  return {
    askedAt: now,
    decidedAt: now + 10 * minuteMs,
    verdict: 'approved',
    by: 'maria@acme.test',
    reason: null,
    isEscalated: false,
    ...change,
  };
}

const undecided = { decidedAt: null, verdict: null, by: null } as const;

it('counts who was asked about, what was decided by whom, how long it took, and what nobody decided', () => {
  const reviews = [
    null,
    review(),
    review({ decidedAt: now + 30 * minuteMs, by: 'tom@acme.test', isEscalated: true }),
    review({ decidedAt: now + 90 * minuteMs + 59_000, verdict: 'rejected', reason: 'A competitor' }),
    review({ decidedAt: now + 5 * minuteMs, verdict: 'rejected' }),
    review(undecided),
  ];
  const ended = reported({ review: review({ ...undecided, isEscalated: true }), closedAt: now });
  expect(reportReview([...reviews.map((one) => reported({ review: one })), ended])).toEqual({
    opened: 7,
    asked: 6,
    approved: 2,
    rejected: 2,
    medianMinutes: 10,
    p90Minutes: 90,
    waiting: 1,
    endedUndecided: 1,
    escalated: 2,
    rejectionReasons: [
      { words: 'A competitor', count: 1 },
      { words: 'no reason given', count: 1 },
    ],
    byReviewer: [
      { reviewer: 'maria@acme.test', approved: 1, rejected: 2, medianMinutes: 10, p90Minutes: 90 },
      { reviewer: 'tom@acme.test', approved: 1, rejected: 0, medianMinutes: 30, p90Minutes: 30 },
    ],
  });
});

it('everybody asked about was approved, rejected, waits, or ended undecided', () => {
  fc.assert(
    fc.property(fc.array(anyReported, { maxLength: 40 }), (handoffs) => {
      const { opened, asked, approved, rejected, waiting, endedUndecided, byReviewer, rejectionReasons } =
        reportReview(handoffs);
      expect(opened).toBe(handoffs.length);
      expect(asked).toBe(handoffs.filter(({ review }) => review !== null).length);
      expect(approved + rejected + waiting + endedUndecided).toBe(asked);
      const sum = (of: (one: (typeof byReviewer)[number]) => number) =>
        byReviewer.reduce((total, one) => total + of(one), 0);
      expect([sum((one) => one.approved), sum((one) => one.rejected)]).toEqual([approved, rejected]);
      expect(rejectionReasons.reduce((total, { count }) => total + count, 0)).toBe(rejected);
    }),
  );
});
