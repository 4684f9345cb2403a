/** The local days a report is about, first and last included. */
import { printDay, startOfLocalDay } from '@zo/shared';

/** Days as in shared/local-days.ts; null: without that end. */
export type ReportPeriod = { from: number | null; to: number | null };

const dayMs = 86_400_000;

/** Null for what is no day of the calendar, such as 2026-02-30. */
export function readDay(text: string): number | null {
  const at = /^2\d{3}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || printDay(at / dayMs) !== text) return null;
  return at / dayMs;
}

/** From the first moment of the first day to before the first one after the last day. */
export function momentsOf({ from, to }: ReportPeriod, timeZone: string): { from: number; to: number } {
  return {
    from: from === null ? 0 : startOfLocalDay(from, timeZone),
    to: to === null ? Number.MAX_SAFE_INTEGER : startOfLocalDay(to + 1, timeZone),
  };
}
