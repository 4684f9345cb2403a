import { type Effect, priorities } from '../outbox/effect.ts';

/**
 * Why somebody is to be decided again: bits that add up in one mark until the decision is committed (dirty_persons.why). What
 * a backfill loaded waits behind everything else, and makes nobody cross; see backend/handoff/ready-by-history.ts.
 */
export const marks = {
  /** An event came in that has just happened, of theirs or of somebody at their company. */
  live: 1,
  /** A backfill loaded events. */
  history: 2,
  /** Among the live ones is a track or page event of their own. */
  active: 4,
  /** Anything else: the clock, HubSpot, a rule, a hand. */
  other: 8,
} as const;

/** What happened since the decision before. */
export type Happened = { live: boolean; active: boolean; history: boolean };

export function happenedIn(why: number): Happened {
  return { live: (why & marks.live) !== 0, active: (why & marks.active) !== 0, history: (why & marks.history) !== 0 };
}

/**
 * How a group of events came: live, in a week of the portal's days; by a backfill; or before, and they are looked at once
 * more.
 */
export type Came = { as: 'live'; week: number } | { as: 'history' } | { as: 'before' };

/** The mark of somebody whose events came so. */
export function markOf(came: Came, isActive: boolean): number {
  if (came.as === 'history') return marks.history;
  if (came.as === 'before') return marks.other;
  return isActive ? marks.live | marks.active : marks.live;
}

/** What follows outside from events that came so: history is written behind everything live. */
export function effectsOf(came: Came, effects: Effect[]): Effect[] {
  if (came.as !== 'history') return effects;
  return effects.map((effect) => ({ ...effect, priority: priorities.backfill }));
}
