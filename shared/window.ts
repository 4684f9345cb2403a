/**
 * "In the last N days" means today and the N−1 calendar days before it, in the portal's time zone. Everything that counts
 * by windows counts with these two functions.
 */
import type { DayCounts } from './usage.ts';

export function isInWindow(day: number, today: number, windowDays: number): boolean {
  return day <= today && day > today - windowDays;
}

export function countInWindow(days: DayCounts, today: number, windowDays: number): number {
  let sum = 0;
  for (const [day, count] of days) if (isInWindow(day, today, windowDays)) sum += count;
  return sum;
}

/**
 * The local days after `today` on which a windowed count can change by itself: a counted day leaves the window, or a day
 * that is still ahead enters it.
 */
export function daysOfChange(days: DayCounts, today: number, windowDays: number): number[] {
  const changes: number[] = [];
  for (const [day, count] of days) {
    if (count === 0) continue;
    if (day > today) changes.push(day);
    if (day + windowDays > today) changes.push(day + windowDays);
  }
  return changes;
}
