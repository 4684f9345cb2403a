/** Every row of one portal as it stands in the database, to see that nothing of it has changed. */
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';

/** What the portal's own timers write, whoever calls: when it was last looked at, and which hours had events. */
const ofItsTimers: Record<string, string> = {
  settings: "name NOT LIKE 'watch: %' AND name NOT IN ('value sweep', 'reconciliation', 'before go-live')",
  arrival_hours: 'false',
};

/** One hash for each table with rows of the portal. */
export function fingerprint(databaseFile: string, portalId: number): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const [name, rows] of readTables(databaseFile, portalId)) {
    hashes[name] =
      `${rows.length} rows ${createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 12)}`;
  }
  return hashes;
}

export function everyRowOf(databaseFile: string, portalId: number): string {
  return JSON.stringify(readTables(databaseFile, portalId));
}

function readTables(databaseFile: string, portalId: number): [string, unknown[]][] {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables
      .filter(({ name }) =>
        (database.pragma(`table_info("${name}")`) as { name: string }[]).some((column) => column.name === 'portal_id'),
      )
      .map(({ name }) => {
        const wanted = `portal_id = ? AND ${ofItsTimers[name] ?? 'true'}`;
        return [name, database.prepare<[number]>(`SELECT * FROM "${name}" WHERE ${wanted}`).all(portalId)];
      });
  } finally {
    database.close();
  }
}
