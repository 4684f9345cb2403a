import Database from 'better-sqlite3';

export type StoredCount = {
  /** Events whose message id begins with the run's name. */
  events: number;
  /** What persons' usage says they did, over everybody. */
  inUsage: number;
  databaseBytes: number;
};

/** What the database holds of a run: the raw events and, told independently, the usage they were folded into. */
export function countEvents(file: string, run: string): StoredCount {
  const database = new Database(file);
  try {
    const events = database
      .prepare('SELECT count(*) FROM message_ids WHERE message_id >= ? AND message_id < ?')
      .pluck()
      .get(run, `${run}~`) as number;
    let inUsage = 0;
    const usages = database.prepare(
      `SELECT CASE r.usage_slot WHEN 1 THEN p.other_usage_json ELSE p.usage_json END
       FROM persons p LEFT JOIN rules_in_force r ON r.portal_id = p.portal_id`,
    );
    for (const usage of usages.pluck().iterate() as Iterable<string>) {
      const { activeDays } = JSON.parse(usage) as { activeDays: [number, number][] };
      for (const [, count] of activeDays) inUsage += count;
    }
    const size = database.prepare('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size').pluck();
    return { events, inUsage, databaseBytes: size.get() as number };
  } finally {
    database.close();
  }
}
