/**
 * Transactions of a portal wait for each other. One that waits for the disk while it holds the portal's lock holds up all behind
 * it; so those of the hot paths commit without waiting, and whoever wanted them is answered once a flush that began afterwards
 * is done. Those that wait meanwhile share the next one. The log is flushed in its order: what anybody commits later with a
 * flush of its own, as every claim of an effect, is on disk only with everything before it. What is read after a claim may have been
 * committed by any node since: whoever writes it outside asks for a flush first.
 */

export type CommitFlusher = {
  /** Resolves when everything that is committed now is on disk; rejects when nobody knows. */
  flushed(): Promise<void>;
};

type Waiting = { resolve(): void; reject(error: unknown): void };

/** Writes a line into the log that means nothing, and commits it as the server commits everything else. */
export const flushText = "SELECT pg_logical_emit_message(true, 'zo', '')";

/** `flush` resolves when everything committed before it was called is on disk. */
export function createCommitFlusher(flush: () => Promise<unknown>): CommitFlusher {
  let waiting: Waiting[] = [];
  let isFlushing = false;

  function next(): void {
    const those = waiting;
    waiting = [];
    isFlushing = true;
    const done = (tell: (one: Waiting) => void) => {
      isFlushing = false;
      if (waiting.length > 0) next();
      for (const one of those) tell(one);
    };
    flush().then(
      () => done((one) => one.resolve()),
      (error) => done((one) => one.reject(error)),
    );
  }

  return {
    flushed() {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ resolve, reject });
      if (!isFlushing) next();
      return promise;
    },
  };
}
