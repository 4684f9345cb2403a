import type { SqliteConnection } from './connection.ts';

/** 64 MB: what one transaction may write. */
const mostPages = 16_384;

/**
 * Overwrites the pages of the file that no row is on, which may hold what rows once said. Of a file with more of them, after
 * much was deleted, only VACUUM removes it. Returns whether it was done.
 */
export function overwriteFreePages(connection: SqliteConnection): boolean {
  const { database } = connection;
  const free = database.pragma('freelist_count', { simple: true }) as number;
  const pageSize = database.pragma('page_size', { simple: true }) as number;
  if (free > mostPages) return false;
  connection.transaction(() => {
    database.exec('CREATE TABLE overwritten (zeros BLOB NOT NULL)');
    database.prepare('INSERT INTO overwritten VALUES (zeroblob(?))').run((free + 1) * pageSize);
    database.exec('DROP TABLE overwritten');
  });
  return true;
}
