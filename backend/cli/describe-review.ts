/** `zo report review` in words, and as the rows of a table. */
import { durationInWords } from '@zo/shared';
import { amount } from '../reports/amount.ts';
import type { ReviewAnswer } from '../reports/reports.ts';
import type { ReviewFigures } from '../reports/review-report.ts';
import type { CsvValue } from '../text/csv.ts';
import { describePeriod } from './describe-period.ts';
import { textTable } from './text-table.ts';

export function describeReview(answer: ReviewAnswer): string[] {
  const { opened, asked, approved, rejected, waiting, endedUndecided, escalated } = answer;
  const about = `Opened ${describePeriod(answer)}`;
  if (asked === 0) return [about, `No reviewer was asked about any of ${amount(opened, 'handoff')}.`];
  return [
    about,
    `Reviewers were asked about ${asked} of ${amount(opened, 'handoff')}: ${approved} approved, ${rejected} rejected, ` +
      `${waiting} waiting, ${endedUndecided} ended undecided.`,
    ...(escalated === 0 ? [] : [`${escalated} told to the operators, because nobody had looked in time.`]),
    timeWords(answer),
    ...(answer.rejectionReasons.length === 0 ? [] : ['', 'Rejected, by reason']),
    ...answer.rejectionReasons.map(({ words, count }) => `  ${count}  ${words}`),
    ...(answer.byReviewer.length === 0
      ? []
      : [
          '',
          'By reviewer',
          ...textTable(
            ['reviewer', 'approved', 'rejected', 'median', '90 % within'],
            answer.byReviewer.map((one) => [
              one.reviewer,
              one.approved,
              one.rejected,
              one.medianMinutes === null ? null : durationInWords(one.medianMinutes),
              one.p90Minutes === null ? null : durationInWords(one.p90Minutes),
            ]),
          ),
        ]),
  ];
}

function timeWords({ medianMinutes, p90Minutes }: ReviewFigures): string {
  if (medianMinutes === null || p90Minutes === null) return 'Time in review: none was decided yet.';
  return `Time in review, nights and weekends included: median ${durationInWords(medianMinutes)}, 90 % within ${durationInWords(p90Minutes)}.`;
}

export const reviewColumns = ['part', 'name', 'count', 'approved', 'rejected', 'median_minutes', 'p90_minutes'];

export function reviewRows(answer: ReviewAnswer): CsvValue[][] {
  const cells = ({ approved, rejected, medianMinutes, p90Minutes }: ReviewFigures) => [
    approved,
    rejected,
    medianMinutes,
    p90Minutes,
  ];
  const alone = (name: string, count: number) => ['all', name, count, null, null, null, null];
  return [
    alone('opened', answer.opened),
    ['all', 'asked', answer.asked, ...cells(answer)],
    alone('waiting', answer.waiting),
    alone('ended undecided', answer.endedUndecided),
    alone('escalated', answer.escalated),
    ...answer.byReviewer.map((one) => ['reviewer', one.reviewer, one.approved + one.rejected, ...cells(one)]),
    ...answer.rejectionReasons.map(({ words, count }) => ['rejected: reason', words, count, null, null, null, null]),
  ];
}
