/** HubSpot waits 15 seconds for an answer and then asks a second time: before that, one has to be given. */
import { setTimeout as wait } from 'node:timers/promises';

export const answerWithinMs = 12_000;

/** Null when the work has not ended by then; it goes on. Rejects as the work does. */
export async function withinTime<Value>(work: Promise<Value>, ms: number): Promise<{ value: Value } | null> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      work.then((value) => ({ value })),
      wait(ms, null, { signal: ended.signal, ref: false }).catch(() => null),
    ]);
  } finally {
    ended.abort();
  }
}
