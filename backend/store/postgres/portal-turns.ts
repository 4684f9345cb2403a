/**
 * How many of the pool's connections a portal has at a time. What waits for a portal, however much of it there is and however
 * long another node keeps the portal's lock, waits here, without a connection, and holds up no other portal.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export type PortalTurns = {
  /**
   * One after the other, in the order asked for. `work` says when it has the portal's lock; from then on the next one may wait
   * for that at the database, so that no time is lost between two. Rejects with PortalBusyError or NestedTurnError.
   */
  inTurn<Result>(portalId: number, work: (hasBegun: () => void) => Promise<Result>): Promise<Result>;
  /** A few at a time, besides the one whose turn it is. Rejects with PortalBusyError. */
  amongFew<Result>(portalId: number, work: () => Promise<Result>): Promise<Result>;
  /** Of how many portals something runs or waits. */
  size(): number;
};

export type TurnOptions = {
  /** Turns of all portals that have a connection at a time: the others of the pool are for what is no turn. */
  mostTurns: number;
  /** Of one portal, besides its turn. */
  mostFew: number;
  /** Whoever has waited longer gives up. */
  withinMs: number;
};

export class PortalBusyError extends Error {
  constructor(portalId: number, withinMs: number) {
    super(`portal ${portalId}: more waits for the database than it has done within ${withinMs / 1000} s`);
    this.name = 'PortalBusyError';
  }
}

/** It would wait for itself. */
export class NestedTurnError extends Error {
  constructor(portalId: number) {
    super(`portal ${portalId}: a transaction in the portal’s turn was asked for within another one`);
    this.name = 'NestedTurnError';
  }
}

type Line = {
  /** Resolves when a place is free; rejects after too long. */
  enter(portalId: number): Promise<void>;
  leave(): void;
  isEmpty(): boolean;
};

type Lines = {
  /** The turn, and the one that comes next. */
  turns: Line;
  /** Who of them asks for the lock. */
  atLock: Line;
  few: Line;
};

export function createPortalTurns({ mostTurns, mostFew, withinMs }: TurnOptions): PortalTurns {
  const all = createLine(mostTurns, withinMs);
  const portals = new Map<number, Lines>();
  const within = new AsyncLocalStorage<{ portalId: number; isTurn: boolean; isOver: boolean }>();

  function linesOf(portalId: number): Lines {
    let lines = portals.get(portalId);
    if (lines === undefined) {
      lines = { turns: createLine(2, withinMs), atLock: createLine(1, withinMs), few: createLine(mostFew, withinMs) };
      portals.set(portalId, lines);
    }
    return lines;
  }

  /** Also when `work` goes on in the background: it is within it no longer. */
  async function run<Result>(portalId: number, isTurn: boolean, work: () => Promise<Result>): Promise<Result> {
    const asked = { portalId, isTurn, isOver: false };
    try {
      return await within.run(asked, work);
    } finally {
      asked.isOver = true;
    }
  }

  function around(portalId: number) {
    const asked = within.getStore();
    return asked !== undefined && !asked.isOver && asked.portalId === portalId ? asked : null;
  }

  async function inLine<Result>(portalId: number, line: Line, work: () => Promise<Result>): Promise<Result> {
    await line.enter(portalId);
    try {
      return await work();
    } finally {
      line.leave();
    }
  }

  function forget(portalId: number, lines: Lines): void {
    if (Object.values(lines).every((line) => line.isEmpty())) portals.delete(portalId);
  }

  return {
    async inTurn(portalId, work) {
      if (around(portalId)?.isTurn) throw new NestedTurnError(portalId);
      const lines = linesOf(portalId);
      try {
        return await inLine(portalId, lines.turns, async () => {
          await lines.atLock.enter(portalId);
          let isAtLock = true;
          const leaveLock = () => {
            if (isAtLock) lines.atLock.leave();
            isAtLock = false;
          };
          try {
            return await inLine(portalId, all, () => run(portalId, true, () => work(leaveLock)));
          } finally {
            leaveLock();
          }
        });
      } finally {
        forget(portalId, lines);
      }
    },
    async amongFew(portalId, work) {
      // Whoever has a connection already must not wait for those that wait for theirs.
      if (around(portalId) !== null) return work();
      const lines = linesOf(portalId);
      try {
        return await inLine(portalId, lines.few, () => run(portalId, false, work));
      } finally {
        forget(portalId, lines);
      }
    },
    size: () => portals.size,
  };
}

type Waiting = { go(): void };

function createLine(most: number, withinMs: number): Line {
  const waiting = new Set<Waiting>();
  let inside = 0;
  return {
    async enter(portalId) {
      if (inside < most) {
        inside += 1;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const one: Waiting = { go: resolve };
      waiting.add(one);
      const timer = setTimeout(() => {
        if (waiting.delete(one)) reject(new PortalBusyError(portalId, withinMs));
      }, withinMs);
      await promise.finally(() => clearTimeout(timer));
    },
    /** The place goes to the next one. */
    leave() {
      const [next] = waiting;
      if (next === undefined) inside -= 1;
      else {
        waiting.delete(next);
        next.go();
      }
    },
    isEmpty: () => inside === 0 && waiting.size === 0,
  };
}
