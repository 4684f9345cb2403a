import { localDay, localMomentOf, zoneOffset } from '@zo/shared';
import type { SnoozeChoice } from './command.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const morningMinute = 9 * 60;

export const snoozeWords: Record<SnoozeChoice, string> = {
  '1 hour': 'For 1 hour',
  tomorrow: 'Until tomorrow 9:00',
  '3 days': 'For 3 days',
};

/** "Tomorrow" is at 9:00 by the AE's local clock, "3 days" three calendar days on at the same local time. */
export function snoozeUntil(choice: SnoozeChoice, zone: string, now: number): number {
  const today = localDay(now, zone);
  switch (choice) {
    case '1 hour':
      return now + hourMs;
    case 'tomorrow':
      return localMomentOf(today + 1, morningMinute, zone);
    case '3 days':
      return localMomentOf(today + 3, minuteOfDay(now, zone), zone);
  }
}

/** What the wall clock shows, in minutes since 0:00: on days when the clocks change, not the minutes that have passed. */
function minuteOfDay(now: number, zone: string): number {
  const shown = now + zoneOffset(now, zone);
  return Math.floor((((shown % dayMs) + dayMs) % dayMs) / 60_000);
}
