import { localDay, localMomentOf } from '@zo/shared';
import type { SnoozeChoice } from './command.ts';

const hourMs = 60 * 60_000;
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
      return localMomentOf(today + 3, Math.floor((now - localMomentOf(today, 0, zone)) / 60_000), zone);
  }
}
