/** One SQLite database: its connection, its prepared statements and how a transaction runs on it. */
import Database from 'better-sqlite3';

export type SqliteConnection = {
  database: Database.Database;
  /** Prepared once per text and kept: pass constant SQL only, values as parameters. */
  statement<Row = unknown>(sql: string): Database.Statement<unknown[], Row>;
  /**
   * Runs `work` in one immediate transaction; whatever it throws rolls everything back. Within another one it is a part
   * of it that can be rolled back alone.
   */
  transaction<Result>(work: () => Result): Result;
  /** Commits within `work` go into the log and are not flushed to disk: whoever calls this flushes it; see flush-log.ts. */
  unflushed<Result>(work: () => Result): Result;
  /**
   * It is not known what of the log is on disk, because it could not be flushed. Before anything else is read or written,
   * the log is copied into the database and that is flushed; as long as it fails, everything throws.
   */
  doubt(): void;
  /** Throws as long as that fails. */
  makeSure(): void;
  close(): void;
};

function isOfTheDisk(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_IOERR');
}

const flushed = 'PRAGMA synchronous = FULL';
const unflushed = 'PRAGMA synchronous = NORMAL';

/**
 * Opens (or creates) the database file; ':memory:' keeps it in memory. FULL: a commit returns only when it is on disk,
 * because better-sqlite3's default under WAL loses acknowledged events when the power goes. On macOS that needs fullfsync.
 */
export function openSqlite(file: string): SqliteConnection {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec(flushed);
  // What a row said before is overwritten on pages that are written anyway; erasing people does the rest.
  database.pragma('secure_delete = FAST');
  database.pragma('busy_timeout = 5000');
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -32768');
  database.pragma('mmap_size = 268435456');
  // Checkpoints happen off the main thread (checkpoints.ts); this is the safety net when that thread is not there.
  database.pragma('wal_autocheckpoint = 65536');

  // As JavaScript and PostgreSQL do it; SQLite's own lower() knows the letters of ASCII.
  database.function('in_lower_case', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  );

  const statements = new Map<string, Database.Statement<unknown[], unknown>>();
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const beginPart = database.prepare('SAVEPOINT part');
  const endPart = database.prepare('RELEASE part');
  const rollbackPart = database.prepare('ROLLBACK TO part');
  let isInDoubt = false;

  function settleDoubt(): void {
    if (!isInDoubt) return;
    type Copied = { busy: number; log: number; checkpointed: number };
    const [copied] = database.pragma('wal_checkpoint(FULL)') as [Copied];
    if (copied.busy !== 0 || copied.log !== copied.checkpointed) {
      throw new Error('the database could not be flushed to disk; trying again');
    }
    isInDoubt = false;
  }

  function part<Result>(work: () => Result): Result {
    beginPart.run();
    try {
      const result = work();
      endPart.run();
      return result;
    } catch (error) {
      // Some failures end the whole transaction by themselves.
      if (database.inTransaction) {
        rollbackPart.run();
        endPart.run();
      }
      throw error;
    }
  }

  return {
    database,
    statement<Row>(sql: string) {
      settleDoubt();
      let statement = statements.get(sql);
      if (!statement) {
        statement = database.prepare(sql);
        statements.set(sql, statement);
      }
      return statement as Database.Statement<unknown[], Row>;
    },
    transaction(work) {
      if (database.inTransaction) return part(work);
      settleDoubt();
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        if (database.inTransaction) rollback.run();
        // What was committed before it and not flushed yet may be what could not be written.
        if (isOfTheDisk(error)) isInDoubt = true;
        throw error;
      }
    },
    unflushed(work) {
      if (database.inTransaction) return work();
      database.exec(unflushed);
      try {
        return work();
      } finally {
        database.exec(flushed);
      }
    },
    doubt() {
      isInDoubt = true;
    },
    makeSure: settleDoubt,
    close() {
      statements.clear();
      database.close();
    },
  };
}
