/** When the weekly digest is due: Monday from 09:00 on by the portal's clock, until Monday has passed. Pure. */
import { localDay, localMomentOf, startOfLocalDay } from '@zo/shared';
import { isoWeek, mondayOf } from './iso-week.ts';

export type Span = { from: number; to: number };

export type DigestDue = {
  /** "2026-W11": the week it is about. */
  week: string;
  /** Its first and last day. */
  days: { first: number; last: number };
  last: Span;
  /** The week before that. */
  before: Span;
  /** From this moment on it is too late. */
  until: number;
};

const postedAtMinute = 9 * 60;

export function digestDue(now: number, timeZone: string): DigestDue | null {
  const today = localDay(now, timeZone);
  if (mondayOf(today) !== today || now < localMomentOf(today, postedAtMinute, timeZone)) return null;
  const startOf = (day: number) => startOfLocalDay(day, timeZone);
  return {
    week: isoWeek(today - 7),
    days: { first: today - 7, last: today - 1 },
    last: { from: startOf(today - 7), to: startOf(today) },
    before: { from: startOf(today - 14), to: startOf(today - 7) },
    until: startOf(today + 1),
  };
}
