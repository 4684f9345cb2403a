/**
 * A node's part of a window that several keep together: asks for permits for whoever waits, in one question at a time, and
 * lets that many begin.
 */
import type { Priority } from '../outbox/effect.ts';
import type { PacingLine } from './pacing.ts';
import type { ObservedLimit } from './pacing-window.ts';
import { type Ask, type Begun, type Permits, permitMs } from './shared-window.ts';
import { createWaiting } from './waiting-calls.ts';

export type AskWindow = (ask: Ask) => Promise<Permits>;

/** Others may have given permits back meanwhile, or told when their calls began. */
const longestWaitMs = 1_000;
/** The database did not answer: nobody may begin, and it is asked again. */
const againMs = 500;
/** What remained of the limit at an answer is soon out of date. */
const observedMs = 1_000;

export function createSharedLine(askWindow: AskWindow, maxInFlight: number, now: () => number): PacingLine {
  const calls = createWaiting(maxInFlight, askIfNeeded);
  let begun: Begun[] = [];
  let observed: (ObservedLimit & { at: number }) | null = null;
  let pauseMs = 0;
  let isAsking = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  /** Nobody as urgent as this or less is asked for before `timer`; null: whoever waits is. */
  let refused: Priority | null = null;

  function askIfNeeded(): void {
    if (isAsking || isClosed) return;
    const next = calls.next();
    const isRefused = refused !== null && next !== null && next >= refused;
    if (pauseMs === 0 && (next === null || isRefused)) return;
    ask();
  }

  function ask(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    refused = null;
    isAsking = true;
    const told = { waiting: calls.upNext(), begun, observed: takeObserved(), pauseMs };
    const askedAt = now();
    begun = [];
    pauseMs = 0;
    askWindow(told)
      .then(
        (permits) => use(permits, told.waiting, now() - askedAt),
        () => {
          // It may have been told, or not: what is told twice changes nothing.
          begun = [...told.begun, ...begun];
          pauseMs = Math.max(pauseMs, told.pauseMs);
          waitFor(againMs, 0);
        },
      )
      .finally(() => {
        isAsking = false;
        askIfNeeded();
      });
  }

  function use({ at, count, waitMs }: Permits, asked: readonly Priority[], afterMs: number): void {
    let used = 0;
    // Whoever waits now is at least as urgent as those that were asked for, place by place, unless some were closed.
    while (used < count && afterMs <= permitMs && calls.next() !== null) {
      calls.begin();
      used += 1;
    }
    if (used > 0) begun.push({ at, count: used, afterMs });
    if (used < count) begun.push({ at, count: count - used, afterMs: null });
    if (waitMs > 0) waitFor(Math.min(waitMs, longestWaitMs), asked[count] ?? 0);
  }

  function waitFor(ms: number, priority: Priority): void {
    if (isClosed) return;
    refused = priority;
    timer = setTimeout(() => {
      timer = null;
      refused = null;
      askIfNeeded();
    }, Math.ceil(ms));
  }

  function takeObserved(): ObservedLimit | null {
    if (observed === null) return null;
    const { at, ...limit } = observed;
    observed = null;
    return now() - at > observedMs ? { ...limit, remaining: limit.max } : limit;
  }

  return {
    enter: calls.enter,
    observe(limit) {
      observed = { ...limit, at: now() };
    },
    pause(ms) {
      pauseMs = Math.max(pauseMs, ms);
      askIfNeeded();
    },
    waiting: calls.waiting,
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      calls.close();
    },
  };
}
