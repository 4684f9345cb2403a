import type { Command } from 'commander';
import { addExportHandoffs } from './export-handoffs.ts';

export function addExport(zo: Command): void {
  const whole = zo.command('export').description('Write everything there is of one kind, for other tools');
  addExportHandoffs(whole);
}
