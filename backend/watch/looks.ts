/** When somebody looked, and when nobody did: what did not arrive while the service was away is no silence. Pure. */
import { hourMs, type Span } from './usual-gap.ts';

export type Looks = {
  lookedAt: number;
  /** Ascending. */
  away: Span[];
};

/** Longer than any silence that is still measured. */
const rememberedMs = 120 * 24 * hourMs;
/** A shorter break, as a restart makes one, hides no hour. */
const longestBreakMs = hourMs;

export function noteLook(before: Looks | null, now: number): Looks {
  if (before === null) return { lookedAt: now, away: [] };
  const wasAway = now - before.lookedAt > longestBreakMs;
  const away = wasAway ? [...before.away, { from: before.lookedAt, to: now }] : before.away;
  return { lookedAt: now, away: away.filter(({ to }) => to > now - rememberedMs) };
}
