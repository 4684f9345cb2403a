/**
 * Flushes the write-ahead log to disk off the main thread. A commit under `synchronous = FULL` holds the main thread until
 * the disk has answered. Groups of events go into the log at once, and their senders are answered when a flush that began
 * afterwards is done; what is committed meanwhile shares the next one. Only for what may be in force although it was refused:
 * an event that is sent again is a duplicate, but an effect that is claimed and refused would be nobody's.
 */
import { closeSync, fdatasync, openSync } from 'node:fs';
import type { SqliteConnection } from './connection.ts';

export type LogFlusher = {
  /**
   * Runs `work`, which must be synchronous; what it commits is in force when it returns and on disk when the promise
   * resolves; `onCommitted` is called in between. It rejects when the log could not be flushed: what it committed stays in
   * force, and whoever repeats it is answered once it is on disk.
   */
  commit<Result>(work: () => Result, onCommitted?: () => void): Promise<Result>;
  /** After the flush that is under way. */
  close(): Promise<void>;
};

type Waiting = { resolve(): void; reject(error: unknown): void };

/** `file` is the database's; null where nothing is flushed: in memory, or where a power cut may take it. */
export function createLogFlusher(connection: SqliteConnection, file: string | null): LogFlusher {
  let log: number | null = null;
  let waiting: Waiting[] = [];
  let isFlushing = false;
  let isUnflushed = false;

  /** Also after what committed nothing: it may have read what is not on disk yet, as a repeated event does. */
  function flushed(): Promise<void> | undefined {
    if (file === null || !(isUnflushed || isFlushing)) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ resolve, reject });
    if (!isFlushing) flush(file);
    return promise;
  }

  function flush(database: string): void {
    const those = waiting;
    waiting = [];
    isFlushing = true;
    isUnflushed = false;
    const done = (error: unknown) => {
      isFlushing = false;
      if (error) connection.doubt();
      for (const one of those) {
        if (error) one.reject(error);
        else one.resolve();
      }
      if (waiting.length > 0) flush(database);
    };
    try {
      log ??= openSync(`${database}-wal`, 'r+');
      fdatasync(log, done);
    } catch (error) {
      done(error);
    }
  }

  return {
    async commit(work, onCommitted) {
      const result = connection.unflushed(work);
      isUnflushed = true;
      onCommitted?.();
      await flushed();
      return result;
    },
    async close() {
      // Who waits for it has been told when it failed.
      await flushed()?.catch(() => {});
      if (log !== null) closeSync(log);
      log = null;
    },
  };
}
