/**
 * Flushes the write-ahead log to disk off the main thread. A commit under `synchronous = FULL` holds the main thread until
 * the disk has answered. Groups of events go into the log at once, and their senders are answered when a flush that began
 * afterwards is done; what is committed meanwhile shares the next one. Only for what may be in force although it was refused:
 * an event that is sent again is a duplicate, and a command that is repeated is done already.
 */
import { closeSync, fdatasync, openSync } from 'node:fs';
import type { SqliteConnection } from './connection.ts';

export type LogFlusher = {
  /**
   * Runs `work`, which must be synchronous; what it commits is in force when it returns and on disk when the promise
   * resolves; `onCommitted` is called in between. What changed no row waits for what was committed before it, and asks for no
   * flush of its own. It rejects when the log could not be flushed: what it committed stays in force, and whoever repeats it is
   * answered once it is on disk.
   */
  commit<Result>(work: () => Result, onCommitted?: () => void): Promise<Result>;
  /**
   * Runs `work`, which must be synchronous; what it commits is in force when it returns and on disk soon, with whatever is flushed
   * next; what changed no row leaves nothing to flush. For what nobody is told of, and nothing outside follows from, before
   * `flushed` resolves or something later is flushed: the log loses nothing from its middle.
   */
  soon<Result>(work: () => Result): Result;
  /** Resolves when everything that is in force now is on disk. */
  flushed(): Promise<void>;
  /** For how long the disk has owed an answer, in milliseconds; 0 when it owes none. */
  waitsMs(): number;
  /** After the flush that is under way. */
  close(): Promise<void>;
};

type Flush = (descriptor: number, done: (error: Error | null) => void) => void;
type Waiting = { resolve(): void; reject(error: unknown): void };

/** How long nobody may ask for a flush until one comes by itself. */
const soonMs = 20;

/**
 * `file` is the database's; null where nothing is flushed: in memory, or where a power cut may take it. `flush` is the
 * system's unless a test gives another.
 */
export function createLogFlusher(
  connection: SqliteConnection,
  file: string | null,
  flush: Flush = fdatasync,
): LogFlusher {
  let log: number | null = null;
  let waiting: Waiting[] = [];
  /** The flush under way, and who waits for it. */
  let flushing: { since: number; those: Waiting[] } | null = null;
  // Who was here before may have been ended between a commit and its flush.
  let isUnflushed = true;
  let timer: NodeJS.Timeout | null = null;
  const totalChanges = connection.database.prepare('SELECT total_changes()').pluck();
  /** Another number once another connection has committed something. */
  const dataVersion = connection.database.prepare('PRAGMA data_version').pluck();
  let seenVersion = dataVersion.get();

  /**
   * Also after what committed nothing: it may have read what is not on disk yet, as a repeated event does, or what the background
   * thread committed. The flush under way is enough when nothing was committed since it began.
   */
  async function flushed(): Promise<void> {
    if (file === null) return;
    noteOthers();
    if (!isUnflushed && flushing === null) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (flushing !== null && !isUnflushed) flushing.those.push({ resolve, reject });
    else waiting.push({ resolve, reject });
    if (flushing === null) begin(file);
    await promise;
  }

  function noteOthers(): void {
    const version = dataVersion.get();
    if (version === seenVersion) return;
    seenVersion = version;
    isUnflushed = true;
  }

  function begin(database: string): void {
    const those = waiting;
    waiting = [];
    flushing = { since: performance.now(), those };
    isUnflushed = false;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    try {
      log ??= openSync(`${database}-wal`, 'r+');
      flush(log, (error) => end(database, those, error));
    } catch (error) {
      end(database, those, error);
    }
  }

  /**
   * The system tells of a failure once, and takes what it could not write for written: another flush would succeed. So those
   * that wait for the next one are refused as well, and the connection makes sure of everything before it goes on.
   */
  function end(database: string, those: Waiting[], error: unknown): void {
    flushing = null;
    if (error) {
      connection.doubt();
      for (const one of [...those, ...waiting.splice(0)]) one.reject(error);
      return;
    }
    for (const one of those) one.resolve();
    if (waiting.length > 0) begin(database);
  }

  function flushSoon(): void {
    isUnflushed = true;
    if (file === null) return;
    timer ??= setTimeout(() => {
      timer = null;
      // Whoever needs it asks themselves, and the connection makes sure of everything when it fails.
      flushed().catch(() => {});
    }, soonMs).unref();
  }

  function commitUnflushed<Result>(work: () => Result): { result: Result; isChanged: boolean } {
    const before = totalChanges.get();
    const result = connection.unflushed(work);
    return { result, isChanged: totalChanges.get() !== before };
  }

  return {
    soon(work) {
      const { result, isChanged } = commitUnflushed(work);
      if (isChanged) flushSoon();
      return result;
    },
    async flushed() {
      connection.makeSure();
      await flushed();
    },
    async commit(work, onCommitted) {
      const { result, isChanged } = commitUnflushed(work);
      isUnflushed ||= isChanged;
      onCommitted?.();
      await flushed();
      return result;
    },
    waitsMs: () => (flushing === null ? 0 : performance.now() - flushing.since),
    async close() {
      // Who waits for it has been told when it failed.
      await flushed().catch(() => {});
      if (log !== null) closeSync(log);
      log = null;
    },
  };
}
