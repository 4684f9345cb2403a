/**
 * The pacing of one portal: who may call now, most urgent first. Monotonic time only; moving the calendar changes nothing. Where
 * other nodes call for the portal too, its windows are kept together with theirs.
 */
import { type Priority, priorities } from '../outbox/effect.ts';
import {
  admit,
  createWindow,
  learn,
  type ObservedLimit,
  type PacingWindow,
  pause,
  readLimit,
  spacingMs,
} from './pacing-window.ts';
import { type AskWindow, createSharedLine } from './shared-line.ts';
import type { Start } from './shared-window.ts';
import { createWaiting } from './waiting-calls.ts';

export type PacingOptions = {
  /** Calls per `intervalMs` until HubSpot's headers say better. */
  limit: number;
  intervalMs: number;
  /** Searches have a limit of their own, shared with every other app of the portal. */
  searchesPerSecond: number;
  /** Calls under way at the same time; urgent ones may go two beyond. */
  maxInFlight: number;
};

export const defaultPacing: PacingOptions = { limit: 90, intervalMs: 10_000, searchesPerSecond: 3, maxInFlight: 8 };

/** HubSpot counts searches and batches of associations apart from everything else. */
export type PacingKind = 'standard' | 'associations' | 'search';

export type Pacing = {
  /** Resolves when the call may begin; call the result once the call has ended. Rejects after `close`. */
  enter(kind: PacingKind, priority: Priority): Promise<() => void>;
  /** Learns from the headers of an answer. Searches carry none. */
  observe(kind: PacingKind, headers: Record<string, string>): void;
  /** Nobody begins before this has passed: HubSpot answered 429. */
  pause(kind: PacingKind, ms: number): void;
  /** From one routine call to the next, where all that may be made are made evenly. */
  spacingMs(): number;
  waiting(): number;
  close(): void;
};

/** Calls of one kind, one after the other as its window allows. */
export type PacingLine = {
  enter(priority: Priority): Promise<() => void>;
  observe(observed: ObservedLimit): void;
  pause(ms: number): void;
  waiting(): number;
  close(): void;
};

/** Asks for permits of the window of that kind that the portal's nodes keep together. */
export type AskWindows = (kind: PacingKind, start: Start) => AskWindow;

export function createPacing(
  options: Partial<PacingOptions> = {},
  { now = () => performance.now(), shared = null }: { now?: () => number; shared?: AskWindows | null } = {},
): Pacing {
  const { limit, intervalMs, searchesPerSecond, maxInFlight } = { ...defaultPacing, ...options };
  const line = (kind: PacingKind, start: Start, most: number): PacingLine =>
    shared === null
      ? createLine(createWindow(start.limit, start.intervalMs), most, now)
      : createSharedLine(shared(kind, start), most, now);
  const lines: Record<PacingKind, PacingLine> = {
    standard: line('standard', { limit, intervalMs, isFixed: false }, maxInFlight),
    associations: line('associations', { limit, intervalMs, isFixed: false }, maxInFlight),
    search: line('search', { limit: searchesPerSecond, intervalMs: 1_000, isFixed: true }, searchesPerSecond),
  };
  let standard = { limit, intervalMs };
  return {
    enter: (kind, priority) => lines[kind].enter(priority),
    observe(kind, headers) {
      const observed = kind === 'search' ? null : readLimit(headers);
      if (observed !== null) lines[kind].observe(observed);
      if (observed !== null && kind === 'standard') standard = { limit: observed.max, intervalMs: observed.intervalMs };
    },
    spacingMs: () => spacingMs(standard, priorities.routine),
    pause: (kind, ms) => lines[kind].pause(ms),
    waiting: () => Object.values(lines).reduce((sum, line) => sum + line.waiting(), 0),
    close() {
      for (const line of Object.values(lines)) line.close();
    },
  };
}

function createLine(window: PacingWindow, maxInFlight: number, now: () => number): PacingLine {
  const calls = createWaiting(maxInFlight, admitNext);
  let timer: NodeJS.Timeout | null = null;

  function admitNext(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (;;) {
      const priority = calls.next();
      if (priority === null) return;
      const waitMs = admit(window, priority, now());
      if (waitMs > 0) {
        timer = setTimeout(admitNext, Math.ceil(waitMs));
        return;
      }
      calls.begin();
    }
  }

  return {
    enter: calls.enter,
    observe: (observed) => learn(window, observed, now()),
    pause: (ms) => pause(window, ms, now()),
    waiting: calls.waiting,
    close() {
      if (timer !== null) clearTimeout(timer);
      calls.close();
    },
  };
}
