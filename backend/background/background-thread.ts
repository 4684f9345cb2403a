/** The service's side of the background thread: begins work, answers what the thread asks, tells how it ended. */
import { Worker } from 'node:worker_threads';
import type { Background, Job } from './background.ts';
import type { FromBackground, ToBackground } from './messages.ts';
import type { WorkDone } from './rules-work.ts';

type Parts = {
  file: string;
  clockOffsetMs: () => number;
  /** Copies the log into the database. */
  checkpoint: () => Promise<void>;
};

type Open = { job: Job; resolve: (done: WorkDone) => void; reject: (error: unknown) => void };

/** The thread starts with the first work. */
export function createBackgroundThread({ file, clockOffsetMs, checkpoint }: Parts): Background {
  const open = new Map<number, Open>();
  let worker: Worker | undefined;
  let last = 0;
  let stopped = false;

  function tell(message: ToBackground): void {
    worker?.postMessage(message);
  }

  function startWorker(): Worker {
    const started = new Worker(new URL('./background-worker.ts', import.meta.url), { workerData: { file } });
    started.on('message', hear);
    started.on('error', failAll);
    started.on('exit', (code) => {
      worker = undefined;
      failAll(new Error(`the background thread ended with code ${code}`));
    });
    started.unref();
    return started;
  }

  function failAll(error: unknown): void {
    for (const { reject } of open.values()) reject(error);
    open.clear();
  }

  function hear(message: FromBackground): void {
    const known = open.get(message.job);
    if (known === undefined) return;
    const { job, resolve, reject } = known;
    switch (message.say) {
      case 'progress':
        job.onProgress(message.progress);
        break;
      case 'take up':
        job.onTakeUp(message.handoffIds);
        break;
      case 'problem':
        job.onProblem(message.problem);
        break;
      case 'swap?':
        void answer(message.question, () => job.swap(message.caughtUp, message.isLastTry), known);
        break;
      case 'checkpoint?':
        void checkpoint().finally(() => tell({ say: 'answer', question: message.question, answer: true }));
        break;
      case 'ended':
        open.delete(message.job);
        resolve(message.done);
        break;
      case 'failed':
        open.delete(message.job);
        reject(message.problem);
        break;
    }
  }

  /** What cannot be answered ends the work. */
  async function answer(question: number, work: () => Promise<boolean>, { reject }: Open): Promise<void> {
    try {
      tell({ say: 'answer', question, answer: await work() });
    } catch (error) {
      reject(error);
      void worker?.terminate();
    }
  }

  return {
    begin(job) {
      if (stopped) return { ended: Promise.resolve(null), stop() {} };
      last += 1;
      const number = last;
      const { promise, resolve, reject } = Promise.withResolvers<WorkDone>();
      open.set(number, { job, resolve, reject });
      worker ??= startWorker();
      const { portalId, work } = job;
      tell({ say: 'begin', job: number, clockOffsetMs: clockOffsetMs(), portalId, work });
      return { ended: promise, stop: () => tell({ say: 'stop', job: number }) };
    },
    async stop() {
      stopped = true;
      for (const number of open.keys()) tell({ say: 'stop', job: number });
      const ended = worker?.terminate();
      for (const { resolve } of open.values()) resolve(null);
      open.clear();
      await ended;
    },
  };
}
