/**
 * Active users of a company on each of the last days: as they were known at the time, and for the days before anybody kept
 * them from when its people were active. Pure.
 */
import { activeUsersWindowDays, type CompanyUse, type DayCounts, isInWindow, keptDays } from '@zo/shared';

export const chartDays = 90;

type Known = { day: number; activeUsers: number };

export type ActiveUsersHistory = {
  /** As of today. */
  activeUsers: number;
  /** The counts kept, ascending: each holds until the next. */
  days: Known[];
  /** The active days of each of its people; null where they are too many. */
  people: DayCounts[] | null;
  today: number;
};

/** Oldest first, today last; from the first day of which it is known, and on which anybody had been active. */
export function activeUsersByDay({ activeUsers, days, people, today }: ActiveUsersHistory): CompanyUse['days'] {
  const before = Array.from({ length: chartDays - 1 }, (_, index) => {
    const day = today - chartDays + 1 + index;
    return { day, activeUsers: keptCount(days, day) ?? countedOn(people, day, today) };
  });
  const known = before.filter((one): one is Known => one.activeUsers !== null);
  return [...known.slice(firstUsed(known, days, activeUsers > 0)), { day: today, activeUsers }];
}

/** Before the first event of a company there is nothing to draw. A pause of one that was used before is drawn. */
function firstUsed(known: Known[], kept: Known[], isUsedToday: boolean): number {
  const wasUsedBefore = kept.some((one) => one.activeUsers > 0 && one.day < (known[0]?.day ?? 0));
  if (wasUsedBefore) return 0;
  const first = known.findIndex((one) => one.activeUsers > 0);
  if (first !== -1) return first;
  return isUsedToday ? known.length : 0;
}

function keptCount(days: Known[], day: number): number | null {
  return days.findLast((one) => one.day <= day)?.activeUsers ?? null;
}

/** Active days are kept for 90 days: before the oldest of them nobody can say who was active in the 30 days until then. */
function countedOn(people: DayCounts[] | null, day: number, today: number): number | null {
  if (people === null || day - activeUsersWindowDays + 1 < today - keptDays + 1) return null;
  return people.filter((active) => active.some(([one]) => isInWindow(one, day, activeUsersWindowDays))).length;
}
