/** Loaded into a measured process before its program: answers "figures" over the channel to the benchmark. */
import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.channel) {
  process.on('message', (question) => {
    if (question !== 'figures') return;
    const answer = {
      loop: performance.eventLoopUtilization(),
      cpu: process.cpuUsage(),
      memory: process.memoryUsage(),
      at: Date.now(),
    };
    process.send?.({ question, answer });
  });
  // Asking must not keep a process alive that has nothing else to do.
  process.channel.unref();
}
