/** Follows a clock server (see clock-server.ts). Without a URL it is the real clock. */
export type FollowedClock = {
  /** Milliseconds since the epoch, moved by the clock server's offset. */
  now(): number;
  /** Calls back each time the clock has been moved; returns how to stop listening. */
  onMove(listener: () => void): () => void;
  close(): void;
};

type ClockState = { version: number; offsetMs: number };

const retryAfterMs = 200;

/** Resolves once the offset is known; rejects if the clock server cannot be reached at the start. */
export async function followClock(url?: string): Promise<FollowedClock> {
  const listeners = new Set<() => void>();
  const onMove = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  if (!url) return { now: () => Date.now(), onMove, close: () => listeners.clear() };

  const stop = new AbortController();
  let state = await readClock(url, -1, stop.signal);
  void (async () => {
    while (!stop.signal.aborted) {
      try {
        const next = await readClock(url, state.version, stop.signal);
        const moved = next.offsetMs !== state.offsetMs;
        state = next;
        if (moved) for (const listener of listeners) listener();
      } catch {
        if (!stop.signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryAfterMs).unref());
      }
    }
  })();
  return {
    now: () => Date.now() + state.offsetMs,
    onMove,
    close: () => {
      listeners.clear();
      stop.abort();
    },
  };
}

async function readClock(url: string, after: number, signal: AbortSignal): Promise<ClockState> {
  const address = new URL(url);
  address.searchParams.set('after', String(after));
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`The clock at ${url} answered ${response.status}`);
  return (await response.json()) as ClockState;
}
