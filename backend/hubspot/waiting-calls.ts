/** Calls that wait for their turn, most urgent first and in order of arrival among equals, and how many are under way. */
import type { Priority } from '../outbox/effect.ts';

export class PacingClosed extends Error {
  constructor() {
    super('the gateway has been closed');
    this.name = 'PacingClosed';
  }
}

export type WaitingCalls = {
  /** Resolves when the call may begin; call the result once it has ended. */
  enter(priority: Priority): Promise<() => void>;
  /** Whose turn is next; null: nobody's, or as many as may be are under way. */
  next(): Priority | null;
  /** Everybody who could begin now, most urgent first. */
  upNext(): Priority[];
  /** Lets the next one begin. */
  begin(): void;
  waiting(): number;
  close(): void;
};

type Waiter = { begin: () => void; refuse: (error: Error) => void };

const urgency: Priority[] = [0, 1, 2, 3];

/** Urgent ones may go two beyond `maxInFlight`. `onChange`: somebody came, or a call has ended. */
export function createWaiting(maxInFlight: number, onChange: () => void): WaitingCalls {
  const queues: Record<Priority, Waiter[]> = { 0: [], 1: [], 2: [], 3: [] };
  let inFlight = 0;
  let isClosed = false;

  const mostOf = (priority: Priority) => maxInFlight + (priority === 0 ? 2 : 0);

  function leave(): void {
    inFlight -= 1;
    onChange();
  }

  return {
    enter(priority) {
      if (isClosed) return Promise.reject(new PacingClosed());
      return new Promise<() => void>((resolve, refuse) => {
        queues[priority].push({ begin: () => resolve(once(leave)), refuse });
        onChange();
      });
    },
    next() {
      const priority = urgency.find((candidate) => queues[candidate].length > 0);
      return priority === undefined || inFlight >= mostOf(priority) ? null : priority;
    },
    upNext() {
      const up: Priority[] = [];
      for (const priority of urgency) {
        const room = Math.max(0, mostOf(priority) - inFlight - up.length);
        for (let some = Math.min(room, queues[priority].length); some > 0; some -= 1) up.push(priority);
      }
      return up;
    },
    begin() {
      const priority = urgency.find((candidate) => queues[candidate].length > 0);
      if (priority === undefined) return;
      inFlight += 1;
      queues[priority].shift()?.begin();
    },
    waiting: () => Object.values(queues).reduce((sum, queue) => sum + queue.length, 0),
    close() {
      isClosed = true;
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
