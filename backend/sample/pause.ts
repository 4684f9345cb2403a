import { setTimeout } from 'node:timers/promises';

/** Ends early when the signal says so. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
