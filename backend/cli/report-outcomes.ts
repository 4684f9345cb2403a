import type { Command } from 'commander';
import type { OutcomesAnswer } from '../reports/reports.ts';
import { addHandoffReport } from './add-handoff-report.ts';
import { describeOutcomes, outcomesColumns, outcomesRows } from './describe-outcomes.ts';

export function addReportOutcomes(report: Command): void {
  addHandoffReport<OutcomesAnswer>(report, {
    name: 'outcomes',
    description: 'Won, lost, returned, not a fit and why, by week and owner, and the condition that let them through',
    describe: describeOutcomes,
    columns: outcomesColumns,
    rows: outcomesRows,
  });
}
