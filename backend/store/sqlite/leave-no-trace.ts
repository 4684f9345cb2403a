/** Deletes so that nothing of it can be read from the file any more: neither in its pages, nor in the log. */
import type { SqliteConnection } from './connection.ts';
import { overwriteFreePages } from './overwrite-free-pages.ts';

/** How many are at it on each connection: the last that ends sets back what the first has set. */
const atWork = new WeakMap<SqliteConnection, number>();

export async function leaveNoTrace<Result>(
  connection: SqliteConnection,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const { database } = connection;
  // What is deleted is overwritten, also in the pages of the file that are free afterwards.
  database.pragma('secure_delete = ON');
  atWork.set(connection, (atWork.get(connection) ?? 0) + 1);
  let done = false;
  try {
    const result = await work();
    done = true;
    return result;
  } finally {
    const others = atWork.get(connection)! - 1;
    atWork.set(connection, others);
    if (others === 0) database.pragma('secure_delete = FAST');
    if (done) await overwriteFreePages(connection);
    emptyLog(connection);
  }
}

/** The log holds pages as they were. While somebody reads them the next checkpoint does it. */
function emptyLog({ database }: SqliteConnection): void {
  const patience = database.pragma('busy_timeout', { simple: true });
  database.pragma('busy_timeout = 0');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.pragma(`busy_timeout = ${patience}`);
}
