/** How many nodes share the database, for limits of which each has its part. Where no other node can be, it is one. */
import type { NodesStore } from '../store/nodes-store.ts';

export type NodeCount = {
  /** As last seen. */
  count(): number;
  stop(): Promise<void>;
};

export type NodeCountParts = {
  store: Pick<NodesStore, 'isShared' | 'countNodes'>;
  onError: (error: unknown) => void;
  /** How often to look, in monotonic milliseconds. */
  everyMs?: number;
};

/** Resolves when it has been seen once. */
export async function followNodeCount({ store, onError, everyMs = 5_000 }: NodeCountParts): Promise<NodeCount> {
  if (!store.isShared) return { count: () => 1, async stop() {} };
  let seen = await store.countNodes();
  let looking: Promise<void> | null = null;

  const timer = setInterval(() => {
    looking ??= store
      .countNodes()
      .then((count) => {
        seen = count;
      })
      .catch(onError)
      .finally(() => {
        looking = null;
      });
  }, everyMs);
  timer.unref();

  return {
    count: () => seen,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
