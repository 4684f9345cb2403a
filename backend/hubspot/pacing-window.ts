/**
 * The rule of pacing, as a plain function: HubSpot counts calls in a rolling window, so we do too. A bucket that refills
 * would let twice the limit through within one window.
 *
 * A crossing may always have the next free place. What is less urgent begins at once while the window is half empty, and is then spread
 * over the rest of it, so that places become free one after the other: a crossing that comes while everything is used up
 * waits for one of them, not for the end of the window.
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

/** The last place of a real limit is a crossing's. */
const shareOf: Record<Priority, number> = { 0: 1, 1: 0.995, 2: 0.9, 3: 0.75 };
/** Of what a priority may use: so much begins at once; and no fewer calls than these. */
const atOnceShare = 0.5;
const leastAtOnce = 10;
const fewCalls = 8;

/** HubSpot counts at arrival, we at departure: so much longer a call is counted here. */
const skewMs = 250;
/** Fewer calls of others than this share of the limit are not told apart from our own. */
const othersShare = 0.1;

export function createWindow(limit: number, intervalMs: number): PacingWindow {
  return { limit, intervalMs, startedAt: [], pausedUntil: 0 };
}

/**
 * 0: go, and it is counted. Otherwise how long to wait before asking again. `beginsBy`: when the call begins at the latest; no
 * earlier than what was counted before.
 */
export function admit(window: PacingWindow, priority: Priority, now: number, beginsBy = now): number {
  if (now < window.pausedUntil) return window.pausedUntil - now;
  const heldMs = window.intervalMs + skewMs;
  const horizon = now - heldMs;
  while (window.startedAt.length > 0 && window.startedAt[0]! <= horizon) window.startedAt.shift();
  const allowed = allowedOf(window.limit, priority);
  const waitMs = Math.max(
    untilFree(window, allowed, horizon),
    priority === 0 ? 0 : untilDue(window, allowed, now, heldMs),
  );
  if (waitMs <= 0) window.startedAt.push(beginsBy);
  return Math.max(0, waitMs);
}

/** Until fewer than `allowed` are in the window. */
function untilFree({ startedAt }: PacingWindow, allowed: number, horizon: number): number {
  return startedAt.length < allowed ? 0 : startedAt[startedAt.length - allowed]! - horizon;
}

/** Until the next one is due when what is left is spread evenly until the oldest leaves, and never faster than the limit itself. */
function untilDue({ startedAt }: PacingWindow, allowed: number, now: number, heldMs: number): number {
  const used = startedAt.length;
  if (used < Math.max(leastAtOnce, allowed * atOnceShare) || used >= allowed) return 0;
  const gapMs = Math.max(heldMs / allowed, (startedAt[0]! + heldMs - now) / (allowed - used));
  // A permit that nobody has told of yet stands later than now.
  const last = Math.min(startedAt[used - 1]!, now);
  // Timers are late: what the last few lost the next makes up for, and begins no sooner than after half of its time.
  const onTime = startedAt[used - fewCalls]! + fewCalls * gapMs;
  return Math.ceil(Math.min(last + gapMs, Math.max(last + gapMs / 2, onTime)) - now);
}

/** From one place to the next for whoever uses all of them evenly. */
export function spacingMs(
  { limit, intervalMs }: Pick<PacingWindow, 'limit' | 'intervalMs'>,
  priority: Priority,
): number {
  return (intervalMs + skewMs) / allowedOf(limit, priority);
}

function allowedOf(limit: number, priority: Priority): number {
  return Math.max(1, Math.floor(limit * shareOf[priority]));
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
 * Learns the limit. What HubSpot counts beyond our own calls (those of a process before this one,
 * or of another of ours) takes up places for as long as it could have been called just now; when nothing remains, nobody
 * calls for a tenth of the window.
 */
export function learn(window: PacingWindow, observed: ObservedLimit, now: number): void {
  window.limit = Math.max(1, Math.floor(observed.max));
  window.intervalMs = observed.intervalMs;
  // Those under way are in the window and may not have been counted by HubSpot, so this is never too many but by the age of an answer.
  const others = observed.max - observed.remaining - window.startedAt.length;
  if (others > observed.max * othersShare) {
    window.startedAt = [...window.startedAt, ...Array<number>(others).fill(now)].sort((one, other) => one - other);
  }
  if (observed.remaining < 1) pause(window, observed.intervalMs / 10, now);
}
