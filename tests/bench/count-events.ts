import Database from 'better-sqlite3';
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
    const size = database.prepare('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size').pluck();
    return { events, inUsage, databaseBytes: size.get() as number };
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
