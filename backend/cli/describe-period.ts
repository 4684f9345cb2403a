import { printDay } from '@zo/shared';
import type { Reported } from '../reports/reports.ts';

/** "from 2026-03-01 to 2026-03-31 (Europe/Berlin)". */
export function describePeriod({ period: { from, to }, timeZone }: Reported): string {
  const days = [...(from === null ? [] : [`from ${printDay(from)}`]), ...(to === null ? [] : [`to ${printDay(to)}`])];
  return `${days.join(' ') || 'of all time'} (${timeZone})`;
}
