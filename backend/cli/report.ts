import type { Command } from 'commander';
import { addReportFairness } from './report-fairness.ts';

/** A report adds itself here, by one line. */
const reports: readonly ((report: Command) => void)[] = [addReportFairness];

export function addReport(zo: Command): void {
  const report = zo.command('report').description('Figures for RevOps, to read, as JSON or as CSV');
  for (const add of reports) add(report);
}
