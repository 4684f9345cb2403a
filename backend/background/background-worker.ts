/** Runs in a thread of its own, with a connection of its own: long work must not hold up the events that arrive. */
import { setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteBeside } from '../store/sqlite/open-beside.ts';
import type { FromBackground, ToBackground } from './messages.ts';
import { doWork, type Host, type Work } from './rules-work.ts';

/** The log's size from which the service is asked to have it copied into the database before more is written. */
const longLogBytes = 32 * 1024 * 1024;
const reportEveryMs = 200;
const lowPriority = 5;

// On Linux the priority is the thread's own; elsewhere it would be the whole service's.
if (process.platform === 'linux') setPriority(0, lowPriority);

const port = parentPort!;
const store = openSqliteBeside(workerData.file);
const stopped = new Set<number>();
const questions = new Map<number, (answer: boolean) => void>();
let asked = 0;

port.on('message', (message: ToBackground) => {
  if (message.say === 'stop') stopped.add(message.job);
  else if (message.say === 'answer') {
    questions.get(message.question)?.(message.answer);
    questions.delete(message.question);
  } else void run(message.job, message, message.clockOffsetMs);
});

function tell(message: FromBackground): void {
  port.postMessage(message);
}

function ask(question: (question: number) => FromBackground): Promise<boolean> {
  asked += 1;
  const number = asked;
  return new Promise((resolve) => {
    questions.set(number, resolve);
    tell(question(number));
  });
}

async function run(job: number, { portalId, work }: Work, clockOffsetMs: number): Promise<void> {
  const host = hostOf(job, clockOffsetMs);
  try {
    tell({ say: 'ended', job, done: await doWork(store, { portalId, work }, host) });
  } catch (error) {
    tell({ say: 'failed', job, problem: error });
  } finally {
    stopped.delete(job);
  }
}

function hostOf(job: number, clockOffsetMs: number): Host {
  let reportedAt = 0;
  return {
    now: () => Date.now() + clockOffsetMs,
    swap: (caughtUp, isLastTry) => ask((question) => ({ say: 'swap?', job, question, caughtUp, isLastTry })),
    async pause() {
      // Also what was said to this thread meanwhile is heard.
      await nextTurn();
      if (store.logBytes() > longLogBytes) await ask((question) => ({ say: 'checkpoint?', job, question }));
      return !stopped.has(job);
    },
    report(progress) {
      if (performance.now() - reportedAt < reportEveryMs && progress.done < progress.total) return;
      reportedAt = performance.now();
      tell({ say: 'progress', job, progress });
    },
    takeUp: (handoffIds) => tell({ say: 'take up', job, handoffIds }),
    onError: (problem) => tell({ say: 'problem', job, problem }),
  };
}
