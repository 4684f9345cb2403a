/** `zo report`: what RevOps reads. One sub-verb per report; each adds itself to the command it is given. */
import type { Command } from 'commander';
import { addReportFairness } from './report-fairness.ts';
import { addReportOutcomes } from './report-outcomes.ts';
import { addReportReview } from './report-review.ts';
import { addReportSla } from './report-sla.ts';

const reportVerbs = [addReportSla, addReportOutcomes, addReportReview, addReportFairness];

export function addReport(zo: Command): void {
  const report = zo.command('report').description('How handoffs are worked, and what becomes of them');
  for (const addVerb of reportVerbs) addVerb(report);
}
