/**
 * The rule of pacing where several nodes call for one portal: they keep one window together, each asks for permits of it before
 * it calls, and tells with its next question when those calls began. Plain functions over plain data; `now` and every time in
 * the window are of one clock, the database's, in milliseconds.
 *
 * A permit counts as used at the latest moment it could be, until its node has told. So a call never counts for a shorter
 * time than HubSpot counts it, however long an answer was under way.
 */
import type { Priority } from '../outbox/effect.ts';
import { admit, createWindow, learn, type ObservedLimit, type PacingWindow, pause } from './pacing-window.ts';

/** As JSON has it. */
export type SharedWindow = PacingWindow;

/** Of `count` permits given at `at` the calls began so long after they were asked for; null: they never will. */
export type Begun = { at: number; count: number; afterMs: number | null };

export type Ask = {
  /** Who waits, most urgent first. */
  waiting: Priority[];
  begun: Begun[];
  /** What HubSpot's headers said since the last question. */
  observed: ObservedLimit | null;
  /** HubSpot answered 429: nobody begins before this has passed. 0: it did not. */
  pauseMs: number;
};

/** `waitMs`: how long whoever got none is to wait before asking again; 0 when everybody got one. */
export type Permits = { at: number; count: number; waitMs: number };

/** Within so long of asking a call has to begin; afterwards its permit is given back. */
export const permitMs = 2_000;

/** What holds before HubSpot has said better; `isFixed`: it never says so. */
export type Start = { limit: number; intervalMs: number; isFixed: boolean };

export function givePermits(
  kept: SharedWindow | null,
  start: Start,
  { waiting, begun, observed, pauseMs }: Ask,
  now: number,
): { window: SharedWindow; permits: Permits } {
  const window = createWindow(start.limit, start.intervalMs);
  if (kept !== null)
    Object.assign(window, kept, start.isFixed ? { limit: start.limit, intervalMs: start.intervalMs } : {});
  window.startedAt = settle(window.startedAt, begun, now);
  if (observed !== null) learn(window, observed, now);
  if (pauseMs > 0) pause(window, pauseMs, now);
  let count = 0;
  let waitMs = 0;
  for (const priority of waiting) {
    waitMs = admit(window, priority, now, now + permitMs);
    if (waitMs > 0) break;
    count += 1;
  }
  return { window, permits: { at: now, count, waitMs } };
}

/** Puts what was told in the place of what was assumed; and nothing is later than it could be, should the clock have been put back. */
function settle(startedAt: readonly number[], begun: readonly Begun[], now: number): number[] {
  const times = [...startedAt];
  for (const { at, count, afterMs } of begun) {
    for (let told = 0; told < count; told += 1) {
      const index = times.indexOf(at + permitMs);
      if (index === -1) break;
      times.splice(index, 1, ...(afterMs === null ? [] : [at + Math.min(afterMs, permitMs)]));
    }
  }
  return times.map((time) => Math.min(time, now + permitMs)).sort((one, other) => one - other);
}
