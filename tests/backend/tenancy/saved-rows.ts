/** All rows of all portals as they were, put back into the database of a running service. */
import Database from 'better-sqlite3';

type Rows = Record<string, string | number | null>[];

export type SavedRows = { putBack(): void; close(): void };

export function saveRows(databaseFile: string): SavedRows {
  const database = new Database(databaseFile, { timeout: 10_000 });
  const tables = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map(({ name }) => name)
    .filter((name) => columnsOf(name).includes('portal_id') || name === 'slack_events');
  const triggers = database
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all();
  const saved = new Map(tables.map((name) => [name, rowsOf(name)]));

  function columnsOf(name: string): string[] {
    return (database.pragma(`table_info("${name}")`) as { name: string }[]).map((column) => column.name);
  }
  function rowsOf(name: string): Rows {
    return database.prepare<[], Rows[number]>(`SELECT ${columnsOf(name).join(', ')} FROM "${name}"`).all();
  }

  function putBackTable(name: string, rows: Rows): void {
    if (JSON.stringify(rowsOf(name)) === JSON.stringify(rows)) return;
    database.prepare(`DELETE FROM "${name}"`).run();
    const columns = columnsOf(name);
    const insert = database.prepare(
      `INSERT INTO "${name}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    for (const row of rows) insert.run(columns.map((column) => row[column]));
  }

  return {
    putBack: database.transaction(() => {
      for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
      for (const [name, rows] of saved) putBackTable(name, rows);
      for (const { sql } of triggers) database.exec(sql);
    }).immediate as () => void,
    close: () => database.close(),
  };
}
