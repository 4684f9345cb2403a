/**
 * Calendar arithmetic in a time zone with nothing but Intl: the demo begins on a Tuesday at 10:00 in the portal's zone
 * and moves by calendar days, which are 23 or 25 hours long when the clocks change.
 */
export type LocalMoment = { year: number; month: number; day: number; hour: number; minute: number; weekday: number };

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** What a clock on the wall shows; `weekday` counts from 0, a Sunday. */
export function localMoment(atMs: number, timeZone: string): LocalMoment {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(atMs);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, day] = [read('year'), read('month'), read('day')];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, hour: read('hour'), minute: read('minute'), weekday };
}

/** The moment at which the wall clock shows this; days past the end of a month run on into the next. */
export function momentOfLocal(
  wanted: { year: number; month: number; day: number; hour: number; minute: number },
  timeZone: string,
): number {
  const asUtc = Date.UTC(wanted.year, wanted.month - 1, wanted.day, wanted.hour, wanted.minute);
  const firstGuess = asUtc - offsetOf(asUtc, timeZone);
  return asUtc - offsetOf(firstGuess, timeZone);
}

/** The first Tuesday 10:00 in the zone that is later than `nowMs`. */
export function nextTuesdayAtTen(nowMs: number, timeZone: string): number {
  const today = localMoment(nowMs, timeZone);
  const daysAhead = (2 - today.weekday + 7) % 7;
  const at = (days: number) => momentOfLocal({ ...today, day: today.day + days, hour: 10, minute: 0 }, timeZone);
  return at(daysAhead) > nowMs ? at(daysAhead) : at(daysAhead + 7);
}

/** The same wall-clock minute this many calendar days later, seconds kept. */
export function calendarDaysLater(fromMs: number, days: number, timeZone: string): number {
  const from = localMoment(fromMs, timeZone);
  const secondsMs = fromMs % 60_000;
  return momentOfLocal({ ...from, day: from.day + days }, timeZone) + secondsMs;
}

/** "Tue 24 Nov 2026, 10:00" */
export function showLocal(atMs: number, timeZone: string): string {
  const date = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(atMs);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(atMs);
  return `${date.replace(',', '')}, ${time}`;
}

function offsetOf(atMs: number, timeZone: string): number {
  const shown = localMoment(atMs, timeZone);
  const asUtc = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  return asUtc - Math.floor(atMs / 60_000) * 60_000;
}
