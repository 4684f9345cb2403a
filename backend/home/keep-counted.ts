/**
 * Figures that cost too much to count whenever somebody asks: counted in the background, kept, and shown with when they were
 * true. Where counting is quick, as in a small portal, they are counted whenever somebody asks, though not twice in a moment.
 */
import type { PortalMemory } from '../portals/portal-memory.ts';

export type Counted<Value> = { asOf: number; value: Value };

export type KeepParts<Value> = {
  /** What is counted, in words. */
  what: string;
  memory: PortalMemory;
  /** May end early, with anything, once `isStopped`. */
  count: (portalId: number, isStopped: () => boolean) => Promise<Value>;
  now: () => number;
  onError: (portalId: number, error: unknown) => void;
  /** What was counted so short a time ago is not counted again, however quick that is. */
  leastMs?: number;
  /** Nobody waits longer for the first count, or for one in place of an old one. */
  patienceMs?: number;
  /** Monotonic. */
  elapsed?: () => number;
};

export type KeptCounts<Value> = {
  /** Null: still being counted for the first time, or that failed. */
  of(portalId: number): Promise<Counted<Value> | null>;
  /** Ends what is being counted. */
  stop(): Promise<void>;
};

/** Counting takes one part in so many of the time at most. */
const share = 60;
const quickMs = 10;
/** What is older than this is waited for, where it may be counted again; what is younger is shown meanwhile. */
const oldMs = 60_000;

type Kept<Value> = Counted<Value> & { at: number; tookMs: number };

export function keepCounted<Value>(parts: KeepParts<Value>): KeptCounts<Value> {
  const {
    what,
    memory,
    count,
    now,
    onError,
    leastMs = 0,
    patienceMs = 2_000,
    elapsed = () => performance.now(),
  } = parts;
  const kept = memory.map<number, Kept<Value>>(`${what}, counted for the home page`);
  const underWay = memory.work<number>(`counting ${what} for the home page`);
  let isStopped = false;

  function begin(portalId: number): Promise<void> {
    const running = underWay.get(portalId);
    if (running !== undefined) return running;
    const from = elapsed();
    const asOf = now();
    const counting = count(portalId, () => isStopped)
      .then((value) => {
        if (!isStopped) kept.set(portalId, { asOf, value, at: elapsed(), tookMs: elapsed() - from });
      })
      .catch((error: unknown) => onError(portalId, error))
      .finally(() => underWay.delete(portalId));
    underWay.set(portalId, counting);
    return counting;
  }

  return {
    async of(portalId) {
      const known = kept.get(portalId);
      if (isStopped) return known ?? null;
      if (known === undefined) await atMost(patienceMs, begin(portalId));
      else {
        const age = elapsed() - known.at;
        const isDue = age >= Math.max(leastMs, known.tookMs * share);
        const isQuick = known.tookMs <= quickMs && age >= leastMs;
        if (isQuick || (isDue && age >= oldMs)) await atMost(patienceMs, begin(portalId));
        else if (isDue) void begin(portalId);
      }
      const { asOf, value } = kept.get(portalId) ?? {};
      return asOf === undefined ? null : { asOf, value: value as Value };
    },
    async stop() {
      isStopped = true;
      await Promise.all(underWay.values());
    },
  };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    work,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
