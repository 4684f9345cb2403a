/** Events that come at the same hours of every week, by the clocks of a zone. */
import { DateTime } from 'luxon';

export const hourMs = 3_600_000;

/** The beginning of the hour by the zone's clocks. */
export function hourStart(ms: number, zone: string): number {
  return DateTime.fromMillis(ms, { zone }).startOf('hour').toMillis();
}

/** 0 is Monday from 0:00 to 1:00, 167 the last hour of Sunday. */
export function hourOfWeek(ms: number, zone: string): number {
  const { weekday, hour } = DateTime.fromMillis(ms, { zone });
  return (weekday - 1) * 24 + hour;
}

/** Beginnings of all hours that are among `hours` of the week, from a moment on until before another. */
export function weeklyHours(hours: ReadonlySet<number>, from: number, until: number, zone: string): number[] {
  const starts: number[] = [];
  for (let start = hourStart(from, zone); start < until; start += hourMs) {
    if (start >= from && hours.has(hourOfWeek(start, zone))) starts.push(start);
  }
  return starts;
}

/** Monday to Friday, from one hour of the day until before another. */
export function officeHours(from: number, until: number): Set<number> {
  const days = [0, 1, 2, 3, 4];
  const hours = Array.from({ length: until - from }, (_, index) => from + index);
  return new Set(days.flatMap((day) => hours.map((hour) => day * 24 + hour)));
}

export const aroundTheClock: ReadonlySet<number> = new Set(Array.from({ length: 168 }, (_, hour) => hour));
