import type { Command } from 'commander';
import type { ReviewAnswer } from '../reports/reports.ts';
import { addHandoffReport } from './add-handoff-report.ts';
import { describeReview, reviewColumns, reviewRows } from './describe-review.ts';

export function addReportReview(report: Command): void {
  addHandoffReport<ReviewAnswer>(report, {
    name: 'review',
    description: 'What reviewers were asked, decided and why, how long it took, and what nobody looked at in time',
    describe: describeReview,
    columns: reviewColumns,
    rows: reviewRows,
  });
}
