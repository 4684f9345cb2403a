import { printDay } from '@zo/shared';
import type { Reported } from '../reports/reports.ts';

/** "from 2026-03-01 to 2026-03-31 (Europe/Berlin)", "so far (Europe/Berlin)". */
export function describePeriod({ period, timeZone }: Reported): string {
  return `${dayWords(period)} (${timeZone})`;
}

function dayWords({ from, to }: Reported['period']): string {
  if (from === null) return to === null ? 'so far' : `up to ${printDay(to)}`;
  return to === null ? `from ${printDay(from)} on` : `from ${printDay(from)} to ${printDay(to)}`;
}
