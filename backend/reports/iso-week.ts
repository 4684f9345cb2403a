/**
 * Weeks by ISO 8601, of local days: they begin on Monday, and the week with the year's first Thursday is its first. A day is a
 * number, as in shared/local-days.ts.
 */
import { localDay } from '@zo/shared';

const dayMs = 86_400_000;

/** 1970-01-01 was a Thursday. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** "2026-W11": in the order of time, also as text. */
export function isoWeek(day: number): string {
  const thursday = mondayOf(day) + 3;
  const year = new Date(thursday * dayMs).getUTCFullYear();
  const firstDay = Date.UTC(year, 0, 1) / dayMs;
  const week = Math.floor((thursday - firstDay) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The week of a moment in a zone; each day is reckoned once. */
export function isoWeeks(timeZone: string): (ms: number) => string {
  const weeks = new Map<number, string>();
  return (ms) => {
    const day = localDay(ms, timeZone);
    let week = weeks.get(day);
    if (week === undefined) {
      week = isoWeek(day);
      weeks.set(day, week);
    }
    return week;
  };
}
