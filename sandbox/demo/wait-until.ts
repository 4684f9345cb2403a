/** Asks again and again until the answer is there; says what was seen instead when the time is over. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Seen<T> = { value: T } | { instead: string };

export class NotSeen extends Error {}

/**
 * Resolves with the value of the first look that found one. Rejects with `NotSeen` naming what was wanted, how long it
 * was awaited and what the last look saw.
 */
export async function waitUntil<T>(
  wanted: string,
  look: () => Promise<Seen<T>> | Seen<T>,
  withinMs: number,
  everyMs = 100,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let instead = 'nothing';
  do {
    const seen = await look();
    if ('value' in seen) return seen.value;
    instead = seen.instead;
    await sleep(everyMs);
  } while (performance.now() < deadline);
  throw new NotSeen(`Expected ${wanted} within ${withinMs / 1000} s, but saw ${instead}.`);
}
