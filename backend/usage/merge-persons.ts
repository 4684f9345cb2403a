/** Two persons turn out to be one. */
import type { Usage } from '@zo/shared';
import { isSamplePerson } from '../sample/is-sample.ts';
import { addToDay, dropOldDays } from './day-counts.ts';
import { addName, isLastActive, keepRecent } from './fold-event.ts';
import { type PersonProfile, profileTraits } from './person.ts';
import { uniteSignalEvents } from './signal-events.ts';

/** Adds `from` to `into`, in place. Returns the event names both knew: they counted one person too many. */
export function mergeUsage(into: Usage, from: Usage, keptDays: number): string[] {
  into.firstSeenAt = least(into.firstSeenAt, from.firstSeenAt);
  const { lastActiveAt, lastActiveSeq } = from;
  if (lastActiveAt !== null && lastActiveSeq !== undefined && isLastActive(into, lastActiveAt, lastActiveSeq)) {
    into.lastActiveSeq = lastActiveSeq;
  }
  into.lastActiveAt = greatest(into.lastActiveAt, from.lastActiveAt);
  for (const [day, count] of from.activeDays) addToDay(into.activeDays, day, count);
  dropOldDays(into.activeDays, into.activeDays.at(-1)?.[0] ?? 0, keptDays);
  for (const [name, other] of Object.entries(from.signals)) {
    const known = Object.hasOwn(into.signals, name) ? into.signals[name] : undefined;
    if (!known) {
      into.signals[name] = other;
      continue;
    }
    known.total += other.total;
    known.firstAt = Math.min(known.firstAt, other.firstAt);
    const otherIsLast =
      other.lastAt > known.lastAt || (other.lastAt === known.lastAt && other.lastEvent < known.lastEvent);
    if (otherIsLast) known.lastEvent = other.lastEvent;
    known.lastAt = Math.max(known.lastAt, other.lastAt);
    for (const [day, count] of other.days) addToDay(known.days, day, count);
    const newest = known.days.at(-1)![0];
    dropOldDays(known.days, newest, keptDays);
    if (known.events || other.events) known.events = uniteSignalEvents(known.events, other.events, newest, keptDays);
  }
  for (const event of from.recent) keepRecent(into.recent, event);
  return from.eventNames.filter((name) => !addName(into.eventNames, name));
}

/** Of each trait the value that was set last stays; of the user ids the one that appeared first is first. */
export function mergeProfile(into: PersonProfile, from: PersonProfile): void {
  const users = [...usersOf(into), ...usersOf(from)].sort((one, other) => one.seq - other.seq);
  into.userIds = users.map(({ userId }) => userId);
  into.userIdSeqs = users.map(({ seq }) => seq);
  // Somebody real stays real, whoever they turn out to be.
  if (!isSamplePerson(from)) delete into.isSample;
  for (const trait of profileTraits) {
    const setAt = from.setAt?.[trait];
    if (setAt === undefined || setAt <= (into.setAt?.[trait] ?? Number.NEGATIVE_INFINITY)) continue;
    into[trait] = from[trait];
    into.setAt = { ...into.setAt, [trait]: setAt };
  }
}

function usersOf({ userIds, userIdSeqs }: PersonProfile): { userId: string; seq: number }[] {
  return userIds.map((userId, index) => ({ userId, seq: userIdSeqs?.[index] ?? 0 }));
}

function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function greatest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
