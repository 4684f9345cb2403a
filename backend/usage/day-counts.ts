import type { DayCounts } from '@zo/shared';

/** Adds to one day in place; a day that reaches zero is removed. The days stay ascending, each once. */
export function addToDay(days: DayCounts, day: number, count: number): void {
  let at = days.length;
  while (at > 0 && days[at - 1]![0] > day) at -= 1;
  const present = days[at - 1];
  if (present && present[0] === day) {
    present[1] += count;
    if (present[1] === 0) days.splice(at - 1, 1);
  } else if (count !== 0) {
    days.splice(at, 0, [day, count]);
  }
}

/** Keeps `keptDays` days up to `newest` and removes the older ones, in place. */
export function dropOldDays(days: DayCounts, newest: number, keptDays: number): void {
  let old = 0;
  while (old < days.length && days[old]![0] <= newest - keptDays) old += 1;
  if (old > 0) days.splice(0, old);
}
