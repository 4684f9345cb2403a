/**
 * A database that `zo migrate-store` moved to PostgreSQL says so, in a table that no other has, and is not served: what waits here
 * would be done twice.
 */
import { momentWords } from '../../text/moment-words.ts';
import { openSqlite, type SqliteConnection } from './connection.ts';

/** `to`: "db.example.com:5432/zo", without user and password. */
export type MovedMark = { to: string; movedAt: number };

export const movedTable = 'moved_to';

export class DatabaseMovedError extends Error {
  constructor(file: string, { to, movedAt }: MovedMark) {
    super(
      `The database ${file} was moved to PostgreSQL, ${to}, ${momentWords(movedAt)}: what waits in it would be done twice. Set ` +
        `DATABASE_URL to postgres://…@${to}. To go back to the file on purpose, stop the service there and run ` +
        '`zo migrate-store --undo`.',
    );
    this.name = 'DatabaseMovedError';
  }
}

/** Throws DatabaseMovedError. */
export function refuseMoved(connection: SqliteConnection): void {
  const mark = loadMovedMark(connection);
  if (mark !== null) throw new DatabaseMovedError(connection.database.name, mark);
}

type Row = { place: string; moved_at: number };

export function loadMovedMark({ database }: SqliteConnection): MovedMark | null {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(movedTable);
  if (table === undefined) return null;
  const row = database.prepare<[], Row>(`SELECT place, moved_at FROM ${movedTable}`).get();
  return row === undefined ? null : { to: row.place, movedAt: row.moved_at };
}

/** It is in the file itself afterwards, not in a log beside it. */
export function markMoved(file: string, { to, movedAt }: MovedMark): void {
  const connection = openSqlite(file);
  const { database } = connection;
  try {
    connection.transaction(() => {
      database.exec(
        `CREATE TABLE IF NOT EXISTS ${movedTable} (place TEXT NOT NULL, moved_at INTEGER NOT NULL) STRICT;
         DELETE FROM ${movedTable}`,
      );
      database.prepare(`INSERT INTO ${movedTable} VALUES (?, ?)`).run(to, movedAt);
    });
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

export function removeMovedMark({ database }: SqliteConnection): void {
  database.exec(`DROP TABLE ${movedTable}`);
}
