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

const defaultFromBytes = 16 * 1024 * 1024;

/** Returns how to stop. The thread starts with the first checkpoint that is due. */
export function keepCheckpoints(
  connection: SqliteConnection,
  file: string,
  { fromBytes = defaultFromBytes, everyMs = 1000, onError }: CheckpointOptions,
): () => Promise<void> {
  connection.database.pragma(`journal_size_limit = ${fromBytes}`);
  let worker: Worker | undefined;
  let busy = false;

  const finish = () => {
    busy = false;
    try {
      connection.database.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      onError(error);
    }
  };
  const begin = () => {
    if (busy || logSize(file) <= fromBytes) return;
    busy = true;
    worker ??= startWorker(file, finish, (error) => {
      worker = undefined;
      busy = false;
      onError(error);
    });
    worker.postMessage('checkpoint');
  };
  const timer = setInterval(begin, everyMs);
  timer.unref();

  return async () => {
    clearInterval(timer);
    await worker?.terminate();
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
