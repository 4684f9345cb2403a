/** What can wait lets go first what somebody waits for. */
import { setTimeout } from 'node:timers/promises';

/** Under a load that never ends what can wait goes on as well, after so long. */
const longestMs = 100;

/** Resolves once nothing live is under way. `signal`: it resolves then. */
export async function giveWay(isLiveBusy: () => boolean, signal?: AbortSignal): Promise<void> {
  const until = performance.now() + longestMs;
  while (isLiveBusy() && performance.now() < until && !signal?.aborted) {
    await setTimeout(1, undefined, { signal }).catch(ignoreStop);
  }
}

function ignoreStop(): void {}
