import type { Command } from 'commander';
import type { SlaAnswer } from '../reports/reports.ts';
import { addHandoffReport } from './add-handoff-report.ts';
import { describeSla, slaColumns, slaRows } from './describe-sla.ts';

export function addReportSla(report: Command): void {
  addHandoffReport<SlaAnswer>(report, {
    name: 'sla',
    description: 'First calls in working minutes: by owner, week, company size and condition, and before going live',
    describe: describeSla,
    columns: slaColumns,
    rows: slaRows,
  });
}
