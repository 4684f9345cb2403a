/**
 * The demo's clock: the system's, moved by an offset that all processes read from one place (`CLOCK_URL`). Only for demo
 * and tests, so only a loopback address is followed: whoever moves the clock decides which signatures are recent.
 */
import type { Clock } from './clock.ts';
import { isLoopback } from './loopback.ts';

export type FollowedClock = Clock & {
  /** Calls back each time the clock has been moved; returns how to stop listening. */
  onMove(listener: () => void): () => void;
  close(): void;
};

export type FollowClockOptions = { monotonicNow?: () => number };

type ClockState = { version: number; offsetMs: number };

const retryAfterMs = 200;
/** The clock answers within 25 s; longer silence means that the connection is dead. */
const answerWithinMs = 30_000;
/** How long a call signed before the clock was moved may still be in flight. */
const plausibleForMs = 60_000;

/** Resolves once the offset is known. Rejects for an address that is not loopback, or when the clock is not there. */
export async function followClock(url: string, options: FollowClockOptions = {}): Promise<FollowedClock> {
  if (!isLoopback(new URL(url))) throw new Error(`CLOCK_URL must be a loopback address, not ${url}`);
  const monotonicNow = options.monotonicNow ?? (() => performance.now());
  const listeners = new Set<() => void>();
  const stop = new AbortController();
  let earlier: { offsetMs: number; until: number }[] = [];
  let state = await readClock(url, -1, stop.signal);

  const take = (next: ClockState) => {
    if (next.offsetMs === state.offsetMs) {
      state = next;
      return;
    }
    const now = monotonicNow();
    earlier = [
      ...earlier.filter(({ until }) => until > now),
      { offsetMs: state.offsetMs, until: now + plausibleForMs },
    ];
    state = next;
    for (const listener of listeners) listener();
  };

  const follow = async () => {
    let after = state.version;
    while (!stop.signal.aborted) {
      try {
        take(await readClock(url, after, stop.signal));
        after = state.version;
      } catch {
        // The connection broke; time goes on with the offset we know. A clock started anew counts its versions anew.
        after = -1;
        if (!stop.signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryAfterMs).unref());
      }
    }
  };
  void follow();

  return {
    now: () => Date.now() + state.offsetMs,
    plausibleNows() {
      const now = monotonicNow();
      const offsets = earlier.filter(({ until }) => until > now).map(({ offsetMs }) => offsetMs);
      return [...new Set([state.offsetMs, ...offsets])].map((offsetMs) => Date.now() + offsetMs);
    },
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      listeners.clear();
      stop.abort();
    },
  };
}

async function readClock(url: string, after: number, stopped: AbortSignal): Promise<ClockState> {
  const address = new URL(url);
  address.searchParams.set('after', String(after));
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(answerWithinMs)]);
  const response = await fetch(address, { signal, redirect: 'error' });
  const state = (await response.json()) as Partial<ClockState>;
  if (!response.ok || !Number.isFinite(state.offsetMs) || !Number.isInteger(state.version)) {
    throw new Error(`The clock at ${url} gave no usable answer (status ${response.status})`);
  }
  return { version: state.version as number, offsetMs: state.offsetMs as number };
}
