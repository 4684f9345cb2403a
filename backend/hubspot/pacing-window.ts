/**
 * The rule of pacing, as a plain function: HubSpot counts calls in a rolling window, so we do too. A bucket that refills
 * would let twice the limit through within one window.
 *
 * Lower priorities may fill only part of the window, so that a crossing never waits behind a backfill that has just used
 * everything up.
 */
import type { Priority } from '../outbox/effect.ts';

export type PacingWindow = {
  /** Calls we allow ourselves in `intervalMs`. */
  limit: number;
  intervalMs: number;
  /** When each call of the current window began, oldest first; monotonic milliseconds. */
  startedAt: number[];
  pausedUntil: number;
};

const shareOf: Record<Priority, number> = { 0: 1, 1: 0.85, 2: 0.6, 3: 0.4 };

/** HubSpot counts at arrival, we at departure. */
const skewMs = 250;

export function createWindow(limit: number, intervalMs: number): PacingWindow {
  return { limit, intervalMs, startedAt: [], pausedUntil: 0 };
}

/**
 * 0: go, and it is counted. Otherwise how long to wait before asking again. `beginsBy`: when the call begins at the latest; no
 * earlier than what was counted before.
 */
export function admit(window: PacingWindow, priority: Priority, now: number, beginsBy = now): number {
  if (now < window.pausedUntil) return window.pausedUntil - now;
  const horizon = now - window.intervalMs - skewMs;
  while (window.startedAt.length > 0 && window.startedAt[0]! <= horizon) window.startedAt.shift();
  const allowed = Math.max(1, Math.floor(window.limit * shareOf[priority]));
  if (window.startedAt.length < allowed) {
    window.startedAt.push(beginsBy);
    return 0;
  }
  const blocking = window.startedAt[window.startedAt.length - allowed]!;
  return blocking - horizon;
}

export function pause(window: PacingWindow, ms: number, now: number): void {
  window.pausedUntil = Math.max(window.pausedUntil, now + ms);
}

/** What the headers of an answer say about the account's limit. */
export type ObservedLimit = { max: number; remaining: number; intervalMs: number };

export function readLimit(headers: Record<string, string>): ObservedLimit | null {
  const max = Number(headers['x-hubspot-ratelimit-max']);
  const intervalMs = Number(headers['x-hubspot-ratelimit-interval-milliseconds'] ?? 10_000);
  const remaining = Number(headers['x-hubspot-ratelimit-remaining'] ?? max);
  return max >= 1 && intervalMs >= 100 && remaining >= 0 ? { max, remaining, intervalMs } : null;
}

/**
 * Learns the limit and keeps a distance from it (90 of 110). When less remains than that distance, somebody else uses our
 * share (another process of ours): pause for a tenth of the window.
 */
export function learn(window: PacingWindow, observed: ObservedLimit, now: number): void {
  window.limit = Math.max(1, Math.floor((observed.max * 9) / 11));
  window.intervalMs = observed.intervalMs;
  const distance = observed.max - window.limit;
  if (observed.remaining < distance / 2) pause(window, observed.intervalMs / 10, now);
}
