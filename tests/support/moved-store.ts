/** SQLite databases with something in them, and what of it is in PostgreSQL after a move. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { type MoveOptions, moveStore } from '../../backend/store/move/migrate-store.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { sqliteDatabase } from './engines.ts';
import { everyPortalTable, fillTable } from './every-table.ts';
import { asSuperuser } from './postgres.ts';

/** A folder for the databases of a test file, gone with its tests. */
export function databaseFolder(): () => string {
  const folder = mkdtempSync(path.join(tmpdir(), 'zo-move-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let made = 0;
  return () => {
    made += 1;
    return path.join(folder, `${made}.db`);
  };
}

/** Makes a database of the newest schema in the file, and closes it. */
export async function makeDatabase(file: string, fill: (store: SqliteStore) => Promise<unknown>): Promise<void> {
  const store = await openSqliteStore(file);
  try {
    await fill(store);
  } finally {
    await store.close();
  }
}

/** Rows in every table: of portals, of nobody, and proofs of erasure. */
export async function fillEveryTable(store: SqliteStore, portalIds: number[], rowsEach: number): Promise<void> {
  const database = sqliteDatabase(store);
  for (const portalId of portalIds) {
    for (const table of await everyPortalTable(database)) {
      await fillTable(database, table, portalId, rowsEach, `Ünal "said", 漢字 \\\\ {1,2}`);
    }
  }
  await database.ask("INSERT INTO slack_events VALUES ('Ev1', 5), ('Ev2', 6)");
  await database.ask(
    `INSERT INTO portal_erasures VALUES (3, ${portalIds[0]! + 1000}, 1, 2, '{"events":7}'), (9, 77, 1, 2, '{}')`,
  );
}

export const move = (from: string, to: string, more: Partial<MoveOptions> = {}) =>
  moveStore({ from, to, now: () => 1_000, ...more });

/** Asks PostgreSQL as its superuser, who sees every portal's rows. Numbers as they are there, in text. */
export async function askPostgres<Row = Record<string, string | null>>(url: string, ...sqls: string[]): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: asSuperuser(url),
    types: { getTypeParser: () => (text: unknown) => text },
  });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const sql of sqls) rows = (await client.query(sql)).rows;
    return rows as Row[];
  } finally {
    await client.end();
  }
}

/** Every row of every table that both have, column by column, as texts; what only one of them has is left out. */
export async function everythingIn(file: string, url: string): Promise<{ sqlite: Rows; postgres: Rows }> {
  const database = new Database(file, { readonly: true }).defaultSafeIntegers(true);
  const [sqlite, postgres]: [Rows, Rows] = [{}, {}];
  const tables = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  for (const table of tables.filter((name) => !onlyOfSqlite.includes(name)).sort()) {
    // Without those that either database makes from others.
    const columns = database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
    const sql = `SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM "${table}"`;
    sqlite[table] = textsOf(database.prepare(sql).all() as Record<string, unknown>[]);
    postgres[table] = textsOf(await askPostgres(url, sql));
  }
  database.close();
  return { sqlite, postgres };
}

const onlyOfSqlite = ['migrations', 'event_blocks', 'moved_to'];

type Rows = Record<string, string[]>;

/** What is true or false to PostgreSQL is a number to SQLite. */
function textsOf(rows: Record<string, unknown>[]): string[] {
  const textOf = (column: string, value: unknown) => {
    if (value === null) return null;
    return column === 'alert_ready' ? !['0', 'f'].includes(String(value)) : String(value);
  };
  const texts = rows.map((row) =>
    JSON.stringify(Object.entries(row).map(([column, value]) => [column, textOf(column, value)])),
  );
  return texts.sort();
}
