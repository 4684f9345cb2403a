/**
 * The two kinds of time. `now` is the calendar: windows, due times, signatures and `receivedAt` follow it, and the demo
 * may move it. Pacing, leases and time-outs never use it: they use `performance.now()` and timers.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * The moments against which the age of a signed request may be checked: `now`, and for a minute after the demo moved
   * time also what `now` would have been, because a call may have been in flight. With the real clock only `now`.
   */
  plausibleNows(): number[];
}

export const systemClock: Clock = {
  now: () => Date.now(),
  plausibleNows: () => [Date.now()],
};
