/**
 * Work in the service's own thread, in small pieces: on PostgreSQL, where most of it is waiting for the database, and for a
 * database in memory, which no other thread can see.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Background, Job } from './background.ts';
import { doWork, type WorkStore } from './rules-work.ts';

export function createBackgroundHere(store: WorkStore, clock: Clock): Background {
  const running = new Set<Promise<unknown>>();
  let isStopped = false;

  function begin(job: Job) {
    let stopped = false;
    const ended = doWork(store, job, {
      now: () => clock.now(),
      swap: job.swap,
      async pause() {
        await letOthersRun();
        return !stopped && !isStopped;
      },
      report: job.onProgress,
      takeUp: job.onTakeUp,
      onError: job.onProblem,
    });
    const settled = ended.catch(() => {}).finally(() => running.delete(settled));
    running.add(settled);
    return {
      ended,
      stop() {
        stopped = true;
      },
    };
  }

  return {
    begin,
    async stop() {
      isStopped = true;
      await Promise.all(running);
    },
  };
}
