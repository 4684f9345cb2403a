/**
 * What has to be looked at for every portal again and again. Each portal's turn runs on its own, and begins again only once it
 * has ended; how long one takes, and what it throws, is none of the others' business. So many begin at once; whoever takes
 * longer than a moment gives its place to the next and goes on.
 */
import type { Logger } from 'pino';
import type { PortalMemory } from './portal-memory.ts';

export type PortalTurns = {
  /** What is done, in words: "the weekly digest". */
  what: string;
  memory: Pick<PortalMemory, 'work'>;
  /** Asked for in every round. */
  portalIds: () => Iterable<number> | Promise<Iterable<number>>;
  /** `stopping` is aborted when no turn begins any more. */
  turn: (portalId: number, stopping: AbortSignal) => Promise<unknown>;
  log: Pick<Logger, 'error'>;
  /** From when the last portal of a round has begun to the next round, in monotonic milliseconds, as is `placeMs`. */
  everyMs: number;
  /** Few, unless told otherwise: who asks the store alone takes connections to the database from others. */
  atOnce?: number;
  /** How long a portal keeps others from its place. */
  placeMs?: number;
};

export type PortalRounds = {
  stopping: AbortSignal;
  /** A round now; resolves when every turn that is under way has ended. */
  runOnce(): Promise<void>;
  /** Begins nothing more; resolves when every turn has ended. */
  stop(): Promise<void>;
};

/** As `atOnce`: who waits for HubSpot hardly burdens us. */
export const waitingForHubspot = 16;

export function forEachPortal(parts: PortalTurns): PortalRounds {
  const { what, memory, portalIds, turn, log, everyMs, atOnce = 4, placeMs = 1_000 } = parts;
  const underWay = memory.work<number>(what);
  const stopper = new AbortController();
  const stopping = stopper.signal;
  const places = countPlaces(atOnce, placeMs, stopping);

  async function round(): Promise<void> {
    for (const portalId of await portalIds()) {
      if (underWay.has(portalId)) continue;
      const giveUp = await places.take();
      if (stopping.aborted) return;
      if (underWay.has(portalId)) giveUp();
      else begin(portalId, giveUp);
    }
  }

  function begin(portalId: number, giveUp: () => void): void {
    const one = takeTurn(portalId).finally(() => {
      giveUp();
      if (underWay.get(portalId) === one) underWay.delete(portalId);
    });
    underWay.set(portalId, one);
  }

  async function takeTurn(portalId: number): Promise<void> {
    try {
      await turn(portalId, stopping);
    } catch (err) {
      log.error({ portalId, err }, `${what} failed`);
    }
  }

  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  function schedule(): void {
    if (stopping.aborted) return;
    timer = setTimeout(() => {
      running = round()
        .catch((err) => log.error({ err }, `${what} failed`))
        .finally(schedule);
    }, everyMs);
    timer.unref();
  }
  schedule();

  return {
    stopping,
    async runOnce() {
      await round();
      await Promise.all(underWay.values());
    },
    async stop() {
      stopper.abort();
      clearTimeout(timer);
      await running;
      await Promise.all(underWay.values());
    },
  };
}

/** Whoever takes one gets what gives it up; it is given up without that after a while. */
function countPlaces(atOnce: number, placeMs: number, stopping: AbortSignal) {
  let taken = 0;
  let waiting: (() => void)[] = [];
  const wakeAll = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  stopping.addEventListener('abort', wakeAll);

  return {
    async take(): Promise<() => void> {
      while (taken >= atOnce && !stopping.aborted) await new Promise<void>((resolve) => waiting.push(resolve));
      taken += 1;
      const giveUp = () => {
        if (patience === null) return;
        clearTimeout(patience);
        patience = null;
        taken -= 1;
        wakeAll();
      };
      let patience: NodeJS.Timeout | null = setTimeout(giveUp, placeMs);
      patience.unref();
      return giveUp;
    },
  };
}
