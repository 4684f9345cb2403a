/**
 * Loaded into a measured process before its program: answers "stalls" with the longest time its event loop was held since
 * the last question, in milliseconds, and the most memory the process ever had.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

export type Stalls = { longestStallMs: number; peakMemoryMegabytes: number };

if (isMainThread && process.channel) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on('message', (question) => {
    if (question !== 'stalls') return;
    const answer: Stalls = {
      longestStallMs: delay.max / 1e6,
      peakMemoryMegabytes: process.resourceUsage().maxRSS / 1024,
    };
    delay.reset();
    process.send?.({ question, answer });
  });
}
