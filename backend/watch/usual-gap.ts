/**
 * How often an event usually comes. Time is counted only in the hours of the week in which the event comes at all, so that
 * the nights and weekends of a business product are no gap, and those of one that is used around the clock are. Pure.
 */
import { zoneOffset } from '@zo/shared';

/** From, and until before. */
export type Span = { from: number; to: number };

export type Watched = {
  timeZone: string;
  /** When nobody looked: whether anything would have come then is not known. */
  away: readonly Span[];
};

export type Rhythm = {
  /** In hours of the event's own hours of the week: all but the longest in twenty of its gaps are no longer. */
  gapHours: number;
  /** Hours of the week, from 0 to 167 in the portal's zone, in which it came within the four weeks. */
  hoursOfWeek: ReadonlySet<number>;
};

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** Up to the last arrival, not up to now: an event that stopped is not forgotten by waiting. */
export const rememberedMs = 4 * weekMs;
/** With fewer hours nobody can say what is usual. */
export const leastArrivals = 10;
const leastHistoryMs = weekMs;
/** Until then every hour of the week was seen once at most, and the gaps look more alike than they are. */
const wellKnownMs = 2 * weekMs;
const usualShare = 0.95;

/**
 * `hourStarts`: beginnings of the hours in which the event came, ascending. Null: too little is known, which is less than a
 * week between the first and the last, or less than ten of them.
 */
export function rhythmOf(hourStarts: readonly number[], watched: Watched): Rhythm | null {
  const newest = hourStarts.at(-1);
  if (newest === undefined) return null;
  const known = hourStarts.filter((start) => start > newest - rememberedMs);
  const historyMs = newest - known[0]!;
  if (known.length < leastArrivals || historyMs < leastHistoryMs) return null;
  const hoursOfWeek = new Set(known.map((start) => hourOfWeek(start, watched.timeZone)));
  const gaps = known
    .slice(1)
    .map((start, index) => usualHoursBetween(known[index]!, start, hoursOfWeek, watched))
    .sort((one, other) => one - other);
  const share = historyMs < wellKnownMs ? 1 : usualShare;
  return { gapHours: gaps[Math.ceil(share * gaps.length) - 1]!, hoursOfWeek };
}

/** How much of the time between two moments lay in those hours of the week while somebody looked; counted up to `most`. */
export function usualHoursBetween(
  from: number,
  to: number,
  hoursOfWeek: ReadonlySet<number>,
  { timeZone, away }: Watched,
  most = Number.POSITIVE_INFINITY,
): number {
  let usualMs = 0;
  for (let at = from; at < to && usualMs < most * hourMs; ) {
    const end = Math.min(to, startOfLocalHour(at, timeZone) + hourMs);
    if (hoursOfWeek.has(hourOfWeek(at, timeZone))) usualMs += end - at - overlap({ from: at, to: end }, away);
    at = end;
  }
  return usualMs / hourMs;
}

/** Of the hour by the portal's clocks, which in some zones does not begin when one of UTC does. */
export function startOfLocalHour(ms: number, timeZone: string): number {
  return ms - modulo(ms + zoneOffset(ms, timeZone), hourMs);
}

function hourOfWeek(ms: number, timeZone: string): number {
  return Math.floor(modulo(ms + zoneOffset(ms, timeZone), weekMs) / hourMs);
}

/** How much of the span lies in others that do not overlap one another. */
export function overlap({ from, to }: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => sum + Math.max(0, Math.min(to, other.to) - Math.max(from, other.from)), 0);
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
