/**
 * What the clock must look at a handoff for, and when. Each concern has a timer of its own, so that setting one never takes
 * another's away; the store wakes the handoff at the earliest.
 */

export type Timer =
  /** Direct mode takes it up. */
  | 'take up'
  /** HubSpot's workflow should have called by then. */
  | 'workflow'
  /** A reviewer should have looked by then. */
  | 'review'
  /** Nobody could get it: somebody may now. */
  | 'held'
  /** HubSpot names another owner than ours. */
  | 'owner'
  | 'clock'
  | 'snooze'
  /** Sales' silence may make the return rule true. */
  | 'return rule';

export type Timers = Partial<Record<Timer, number>>;

export function earliestTimer(timers: Timers): number | null {
  const moments = Object.values(timers);
  return moments.length === 0 ? null : Math.min(...moments);
}

export function isDue(timers: Timers, timer: Timer, now: number): boolean {
  const at = timers[timer];
  return at !== undefined && at <= now;
}

/** Null takes the timer away. */
export function withTimers(timers: Timers, changes: Partial<Record<Timer, number | null>>): Timers {
  const next: Timers = { ...timers };
  for (const [timer, at] of Object.entries(changes) as [Timer, number | null | undefined][]) {
    if (at === null || at === undefined) delete next[timer];
    else next[timer] = at;
  }
  return next;
}
