/**
 * Keeps the write-ahead log short. A thread copies most of the log into the database while the main thread goes on
 * writing; then the main thread copies the little that was added meanwhile, between two commands, and the next write
 * starts the log from its beginning.
 */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { SqliteConnection } from './connection.ts';

export type CheckpointOptions = {
  /** Size of the log from which a checkpoint is due. */
  fromBytes?: number;
  everyMs?: number;
  onError: (error: unknown) => void;
};

/** What the log is cut to once it has been copied. */
export const keptLogBytes = 16 * 1024 * 1024;
/** Whoever asks for checkpoints does not write meanwhile; at other moments there would be much left for the main thread. */
const askedForMs = 5_000;

export type Checkpoints = {
  /** One now, whatever the log's size: for another thread that writes much and waits for it. */
  checkpoint(): Promise<void>;
  stop(): Promise<void>;
};

/** The thread starts with the first checkpoint that is due. */
export function keepCheckpoints(
  connection: SqliteConnection,
  file: string,
  { fromBytes = keptLogBytes, everyMs = 1000, onError }: CheckpointOptions,
): Checkpoints {
  connection.database.pragma(`journal_size_limit = ${fromBytes}`);
  let worker: Worker | undefined;
  let busy = false;

  const waiting: (() => void)[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;

  const end = () => {
    busy = false;
    for (const resolve of waiting.splice(0)) resolve();
  };
  const finish = () => {
    try {
      connection.database.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      onError(error);
    }
    end();
  };
  const begin = () => {
    if (busy) return;
    busy = true;
    worker ??= startWorker(file, finish, (error) => {
      worker = undefined;
      onError(error);
      end();
    });
    worker.postMessage('checkpoint');
  };
  const timer = setInterval(() => {
    if (logSize(file) > fromBytes && performance.now() - askedAt > askedForMs) begin();
  }, everyMs);
  timer.unref();

  return {
    checkpoint() {
      askedAt = performance.now();
      const done = new Promise<void>((resolve) => waiting.push(resolve));
      begin();
      return done;
    },
    async stop() {
      clearInterval(timer);
      await worker?.terminate();
      end();
    },
  };
}

function startWorker(file: string, onDone: () => void, onError: (error: unknown) => void): Worker {
  const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: { file } });
  worker.on('message', onDone);
  worker.on('error', onError);
  worker.unref();
  return worker;
}

function logSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
