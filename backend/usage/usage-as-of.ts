/**
 * Usage as it was at the end of an earlier day, from the day counts that are kept: what somebody's events had added up to by
 * then. Day counts are dropped after a while, so this is exact only from a day on that `exactFrom` tells.
 */
import { emptyUsage, type ScoreLine, type SignalUsage, type Usage } from '@zo/shared';

/** Both ways between moments and local days. */
export type Days = { dayOf: (ms: number) => number; startOf: (day: number) => number };

/** Moments within a day are known as its beginning; names of events are those of today, and must not be told. */
export function usageAsOf(usage: Usage, day: number, { dayOf, startOf }: Days): Usage {
  if (usage.firstSeenAt === null || dayOf(usage.firstSeenAt) > day) return emptyUsage();
  const activeDays = usage.activeDays.filter(([one]) => one <= day);
  const lastDay = activeDays.at(-1)?.[0];
  const isLast = usage.lastActiveAt !== null && dayOf(usage.lastActiveAt) <= day;
  return {
    ...emptyUsage(),
    firstSeenAt: usage.firstSeenAt,
    lastActiveAt: isLast ? usage.lastActiveAt : lastDay === undefined ? null : startOf(lastDay),
    activeDays,
    signals: Object.fromEntries(
      Object.entries(usage.signals)
        .filter(([, { firstAt }]) => dayOf(firstAt) <= day)
        .map(([name, signal]) => [name, signalAsOf(signal, day, { dayOf, startOf })]),
    ),
  };
}

function signalAsOf(signal: SignalUsage, day: number, { dayOf, startOf }: Days): SignalUsage {
  const days = signal.days.filter(([one]) => one <= day);
  const since = sum(signal.days) - sum(days);
  const isLast = dayOf(signal.lastAt) <= day;
  const lastDay = days.at(-1)?.[0];
  return {
    ...signal,
    total: signal.total - since,
    lastAt: isLast ? signal.lastAt : lastDay === undefined ? signal.firstAt : startOf(lastDay),
    days,
  };
}

/**
 * The earliest day of which the points of these lines are known exactly. `keptDays`: how many days of counts are kept, from
 * the newest one of each kind on.
 */
export function exactFrom(
  lines: ScoreLine[],
  usage: Usage,
  { dayOf, keptDays }: Pick<Days, 'dayOf'> & { keptDays: number },
): number {
  const firstSeen = usage.firstSeenAt === null ? 0 : dayOf(usage.firstSeenAt);
  const from = lines.map((line) => {
    if (line.kind === 'inactive') {
      const oldest = oldestKept(usage.activeDays, keptDays);
      return oldest === null || firstSeen >= oldest ? firstSeen : oldest + line.forDays - 1;
    }
    const signal = Object.hasOwn(usage.signals, line.signal) ? usage.signals[line.signal]! : null;
    const oldest = signal === null ? null : oldestKept(signal.days, keptDays);
    if (signal === null || oldest === null || sum(signal.days) === signal.total) return firstSeen;
    return oldest + (line.windowDays ?? 0) - 1;
  });
  return Math.max(firstSeen, ...from);
}

function oldestKept(days: [day: number, count: number][], keptDays: number): number | null {
  const newest = days.at(-1)?.[0];
  return newest === undefined ? null : newest - keptDays + 1;
}

function sum(days: [day: number, count: number][]): number {
  return days.reduce((total, [, count]) => total + count, 0);
}
