import Database from 'better-sqlite3';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { packAll } from '../../backend/store/sqlite/pack-events.ts';
import { askPostgres, isPostgres } from './postgres-databases.ts';

export type StoredCount = {
  /** Events whose message id begins with the run's name. */
  events: number;
  /** What persons' usage says they did, over everybody. */
  inUsage: number;
  databaseBytes: number;
};

const usageSql = `SELECT CASE r.usage_slot WHEN 1 THEN p.other_usage_json ELSE p.usage_json END AS usage
  FROM persons p LEFT JOIN rules_in_force r ON r.portal_id = p.portal_id`;

const sizeSql = `SELECT (page_count - freelist_count) * page_size
  FROM pragma_page_count, pragma_freelist_count, pragma_page_size`;

/** Bytes of an SQLite database that nobody uses, once the texts of its events are packed. The service does it in the minutes after a peak. */
export async function packedBytes(file: string): Promise<number> {
  const store = await openSqliteStore(file);
  packAll(store.connection);
  const bytes = store.connection.database.prepare(sizeSql).pluck().get() as number;
  await store.close();
  return bytes;
}

/** What the database holds of a run: the raw events and, told independently, the usage they were folded into. */
export async function countEvents(database: string, run: string): Promise<StoredCount> {
  return isPostgres(database) ? countInPostgres(database, run) : countInFile(database, run);
}

function countInFile(file: string, run: string): StoredCount {
  const database = new Database(file);
  try {
    const events = database
      .prepare('SELECT count(*) FROM message_ids WHERE message_id >= ? AND message_id < ?')
      .pluck()
      .get(run, `${run}~`) as number;
    let inUsage = 0;
    for (const usage of database.prepare(usageSql).pluck().iterate() as Iterable<string>) inUsage += countIn(usage);
    return { events, inUsage, databaseBytes: database.prepare(sizeSql).pluck().get() as number };
  } finally {
    database.close();
  }
}

async function countInPostgres(url: string, run: string): Promise<StoredCount> {
  const [counted] = await askPostgres<Omit<StoredCount, 'inUsage'>>(
    url,
    `SELECT count(*) AS events, pg_database_size(current_database()) AS "databaseBytes" FROM message_ids
     WHERE message_id >= $1 AND message_id < $2`,
    [run, `${run}~`],
  );
  const usages = await askPostgres<{ usage: string }>(url, usageSql);
  return { ...counted!, inUsage: usages.reduce((sum, { usage }) => sum + countIn(usage), 0) };
}

function countIn(usage: string): number {
  const { activeDays } = JSON.parse(usage) as { activeDays: [number, number][] };
  return activeDays.reduce((sum, [, count]) => sum + count, 0);
}
