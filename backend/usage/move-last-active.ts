import { type CompanyUsage, keptDays } from '@zo/shared';
import { addToDay, dropOldDays } from './day-counts.ts';

/**
 * Moves a person of the company from one last-active day to another; null is no day. Days beyond the kept ones, as of
 * `today`, are left out: taking somebody away from such a day changes nothing.
 */
export function moveLastActive(usage: CompanyUsage, from: number | null, to: number | null, today: number): void {
  if (from !== null && usage.lastActiveDays.some(([day]) => day === from)) addToDay(usage.lastActiveDays, from, -1);
  if (to !== null && to > today - keptDays) addToDay(usage.lastActiveDays, to, 1);
  dropOldDays(usage.lastActiveDays, today, keptDays);
}
