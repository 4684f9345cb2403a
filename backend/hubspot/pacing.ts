/** The pacing of one portal: who may call now, most urgent first. Monotonic time only; moving the calendar changes nothing. */
import type { Priority } from '../outbox/effect.ts';
import { admit, createWindow, learn, type PacingWindow, pause, readLimit } from './pacing-window.ts';

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
  waiting(): number;
  close(): void;
};

type Waiter = { begin: () => void; refuse: (error: Error) => void };

export class PacingClosed extends Error {
  constructor() {
    super('the gateway has been closed');
    this.name = 'PacingClosed';
  }
}

export function createPacing(
  options: Partial<PacingOptions> = {},
  now: () => number = () => performance.now(),
): Pacing {
  const { limit, intervalMs, searchesPerSecond, maxInFlight } = { ...defaultPacing, ...options };
  const lines = {
    standard: createLine(createWindow(limit, intervalMs), maxInFlight, now),
    associations: createLine(createWindow(limit, intervalMs), maxInFlight, now),
    search: createLine(createWindow(searchesPerSecond, 1_000), searchesPerSecond, now),
  };
  return {
    enter: (kind, priority) => lines[kind].enter(priority),
    observe(kind, headers) {
      const observed = kind === 'search' ? null : readLimit(headers);
      if (observed !== null) learn(lines[kind].window, observed, now());
    },
    pause: (kind, ms) => pause(lines[kind].window, ms, now()),
    waiting: () => Object.values(lines).reduce((sum, line) => sum + line.waiting(), 0),
    close() {
      for (const line of Object.values(lines)) line.close();
    },
  };
}

function createLine(window: PacingWindow, maxInFlight: number, now: () => number) {
  const queues: Record<Priority, Waiter[]> = { 0: [], 1: [], 2: [], 3: [] };
  const urgency: Priority[] = [0, 1, 2, 3];
  let inFlight = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;

  function admitNext(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (;;) {
      const priority = urgency.find((candidate) => queues[candidate].length > 0);
      if (priority === undefined) return;
      if (inFlight >= maxInFlight + (priority === 0 ? 2 : 0)) return;
      const waitMs = admit(window, priority, now());
      if (waitMs > 0) {
        timer = setTimeout(admitNext, Math.ceil(waitMs));
        return;
      }
      inFlight += 1;
      queues[priority].shift()?.begin();
    }
  }

  function leave(): void {
    inFlight -= 1;
    admitNext();
  }

  return {
    window,
    enter(priority: Priority): Promise<() => void> {
      if (isClosed) return Promise.reject(new PacingClosed());
      return new Promise<() => void>((resolve, refuse) => {
        queues[priority].push({ begin: () => resolve(once(leave)), refuse });
        admitNext();
      });
    },
    waiting: () => Object.values(queues).reduce((sum, queue) => sum + queue.length, 0),
    close(): void {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      for (const queue of Object.values(queues)) {
        for (const waiter of queue.splice(0)) waiter.refuse(new PacingClosed());
      }
    },
  };
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
