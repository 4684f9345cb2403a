/**
 * Working time: minutes that count only within the portal's working hours, by its local clock. A day on which the clocks
 * change is as long as it really is, so "2 working hours" is always 120 minutes that pass.
 */
import { localDay, zoneOffset } from './local-days.ts';

/** Days: 1 is Monday, 7 is Sunday. Minutes count from local midnight; `toMinute` is at most 1440. */
export type WorkingHours = { days: number[]; fromMinute: number; toMinute: number };

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Hours that never come (a span the clocks always skip) must not make us search for ever. */
const longestSearchDays = 3660;

/** The moment when `minutes` of working time have passed since `start`. Zero minutes later is `start` itself. */
export function addWorkingMinutes(start: number, minutes: number, hours: WorkingHours, timeZone: string): number {
  checkHours(hours);
  let left = minutes * minuteMs;
  if (left <= 0) return start;
  const firstDay = localDay(start, timeZone);
  for (let day = firstDay; day < firstDay + longestSearchDays; day += 1) {
    const shift = shiftOf(day, hours, timeZone);
    if (!shift || shift.to <= start) continue;
    const from = Math.max(shift.from, start);
    if (shift.to - from >= left) return from + left;
    left -= shift.to - from;
  }
  throw new RangeError('The working hours hold too little time');
}

/** Whole minutes of working time between two moments; 0 when `end` is not later. */
export function workingMinutesBetween(start: number, end: number, hours: WorkingHours, timeZone: string): number {
  checkHours(hours);
  let total = 0;
  const lastDay = localDay(end, timeZone);
  for (let day = localDay(start, timeZone); day <= lastDay; day += 1) {
    const shift = shiftOf(day, hours, timeZone);
    if (shift) total += Math.max(0, Math.min(shift.to, end) - Math.max(shift.from, start));
  }
  return Math.floor(total / minuteMs);
}

/** Whether it is working time; the hours' end is not. */
export function isWorkingMoment(ms: number, hours: WorkingHours, timeZone: string): boolean {
  const shift = shiftOf(localDay(ms, timeZone), hours, timeZone);
  return shift !== null && ms >= shift.from && ms < shift.to;
}

/** The moment itself where it is working time, else when the hours begin next; null where they never come. */
export function nextWorkingMoment(ms: number, hours: WorkingHours, timeZone: string): number | null {
  checkHours(hours);
  const firstDay = localDay(ms, timeZone);
  for (let day = firstDay; day < firstDay + longestSearchDays; day += 1) {
    const shift = shiftOf(day, hours, timeZone);
    if (shift && shift.to > ms) return Math.max(shift.from, ms);
  }
  return null;
}

/** Working time of one local day; null on a free day. */
function shiftOf(day: number, hours: WorkingHours, timeZone: string): { from: number; to: number } | null {
  if (!hours.days.includes(weekday(day))) return null;
  const from = localMomentOf(day, hours.fromMinute, timeZone);
  const to = localMomentOf(day, hours.toMinute, timeZone);
  return to > from ? { from, to } : null;
}

/** 1970-01-01 was a Thursday. 1 is Monday. */
function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** When the local clock first shows that minute of the day, or has passed it where the clocks skip it. */
export function localMomentOf(day: number, minute: number, timeZone: string): number {
  const wall = day * dayMs + minute * minuteMs;
  const shows = (ms: number) => ms + zoneOffset(ms, timeZone);
  // The answer lies at the wall time minus one of the two offsets around it, or, in a gap, at the change between them.
  const early = wall - Math.max(zoneOffset(wall - dayMs, timeZone), zoneOffset(wall + dayMs, timeZone));
  if (shows(early) === wall) return early;
  const late = wall - Math.min(zoneOffset(wall - dayMs, timeZone), zoneOffset(wall + dayMs, timeZone));
  let before = early;
  let after = late;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (shows(middle) >= wall) after = middle;
    else before = middle;
  }
  return after;
}

function checkHours({ days, fromMinute, toMinute }: WorkingHours): void {
  if (days.length === 0 || fromMinute >= toMinute) throw new RangeError('There are no working hours');
}
