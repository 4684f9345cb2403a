import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SqliteConnection } from './connection.ts';

/** 1 MB: what one transaction writes. */
const pagesAtOnce = 256;

/**
 * Overwrites the pages of the file that no row is on, which may hold what rows once said: zeros take their place, in steps,
 * and leave again.
 */
export async function overwriteFreePages(connection: SqliteConnection): Promise<void> {
  const { database } = connection;
  const pageSize = database.pragma('page_size', { simple: true }) as number;
  const free = () => database.pragma('freelist_count', { simple: true }) as number;
  // Of what is freed meanwhile another round takes care; never more than were free at the beginning.
  for (let left = free() + 1; left > 0 && free() > 0; left -= pagesAtOnce) {
    const zeros = Math.min(free() + 1, pagesAtOnce) * pageSize;
    withZeros(connection, () => database.prepare('INSERT INTO overwritten VALUES (zeroblob(?))').run(zeros));
    await letOthersRun();
  }
  while (withZeros(connection, () => database.prepare('DELETE FROM overwritten LIMIT 1').run().changes > 0)) {
    await letOthersRun();
  }
  connection.transaction(() => database.exec('DROP TABLE IF EXISTS overwritten'));
}

function withZeros<Result>(connection: SqliteConnection, work: () => Result): Result {
  return connection.transaction(() => {
    connection.database.exec('CREATE TABLE IF NOT EXISTS overwritten (zeros BLOB NOT NULL)');
    return work();
  });
}
