/**
 * What is looked at now and then (sweeps, drift, silence, the daily comparison) one of the nodes does for a portal: whoever
 * came first, until it is gone. Where no other node can be, this one does it for all.
 */
import type { NodesStore } from '../store/nodes-store.ts';
import type { PortalMemory } from './portal-memory.ts';

export type Upkeep = {
  /** As `all`, but that going through it finds only those of this node. */
  ours<Value>(all: ReadonlyMap<number, Value>): ReadonlyMap<number, Value>;
  stop(): Promise<void>;
};

export type UpkeepParts = {
  store: Pick<NodesStore, 'isShared' | 'onSaved' | 'takeWork'>;
  /** Those that this node serves. */
  portals: ReadonlyMap<number, unknown>;
  memory: Pick<PortalMemory, 'map' | 'set'>;
  onError: (portalId: number, error: unknown) => void;
  /** How often to see which portals there are, in monotonic milliseconds. */
  lookMs?: number;
  /** How often another node's are asked for. */
  askMs?: number;
};

export function keepUpkeep({ store, portals, memory, onError, lookMs = 1_000, askMs = 15_000 }: UpkeepParts): Upkeep {
  if (!store.isShared) return { ours: (all) => all, async stop() {} };
  const taken = memory.set<number>('that its upkeep is done here');
  /** In monotonic milliseconds: when another node's is asked for again. */
  const askAt = memory.map<number, number>('when its upkeep is asked for again');
  let looking: Promise<void> | null = null;
  let isStopped = false;

  async function look(): Promise<void> {
    for (const portalId of taken) if (!portals.has(portalId)) taken.delete(portalId);
    for (const portalId of [...portals.keys()]) {
      if (isStopped) return;
      const now = performance.now();
      if (taken.has(portalId) || now < (askAt.get(portalId) ?? Number.NEGATIVE_INFINITY)) continue;
      askAt.set(portalId, now + askMs);
      if (await store.takeWork(portalId, 'upkeep')) taken.add(portalId);
    }
  }

  function lookNow(): void {
    looking ??= look()
      .catch((error) => onError(0, error))
      .finally(() => {
        looking = null;
      });
  }

  // While the database did not hear of this node another one may have taken its place.
  store.onSaved((saved) => {
    if (saved !== null) return;
    taken.clear();
    askAt.clear();
  });
  lookNow();
  const timer = setInterval(lookNow, lookMs);
  timer.unref();

  return {
    ours: (all) => new OursOnly(all, taken),
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}

/** A view of a map that other parts of the service change. */
class OursOnly<Value> implements ReadonlyMap<number, Value> {
  readonly #all: ReadonlyMap<number, Value>;
  readonly #ours: ReadonlySet<number>;

  constructor(all: ReadonlyMap<number, Value>, ours: ReadonlySet<number>) {
    this.#all = all;
    this.#ours = ours;
  }

  get size(): number {
    return [...this].length;
  }

  get(portalId: number): Value | undefined {
    return this.#all.get(portalId);
  }

  has(portalId: number): boolean {
    return this.#all.has(portalId);
  }

  forEach(work: (value: Value, portalId: number, map: ReadonlyMap<number, Value>) => void): void {
    for (const [portalId, value] of this) work(value, portalId, this);
  }

  *keys(): MapIterator<number> {
    for (const portalId of this.#all.keys()) if (this.#ours.has(portalId)) yield portalId;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this) yield value;
  }

  *entries(): MapIterator<[number, Value]> {
    for (const [portalId, value] of this.#all) if (this.#ours.has(portalId)) yield [portalId, value];
  }

  [Symbol.iterator](): MapIterator<[number, Value]> {
    return this.entries();
  }
}
