/** Rows in every table of the database that belongs to portals, whatever tables come to be. */
import type { SqliteConnection } from '../../backend/store/sqlite/connection.ts';

type Column = { name: string; type: string; notnull: number; pk: number };

/** Read from the schema itself, not from the product's own list. */
export function everyPortalTable({ database }: SqliteConnection): string[] {
  const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return tables.map(({ name }) => name).filter((name) => columnsOf({ database }, name).some(isPortal));
}

export function rowsOf({ database }: SqliteConnection, portalId: number): Record<string, number> {
  const tables = everyPortalTable({ database } as SqliteConnection);
  const counted = tables.map((table) => [
    table,
    database.prepare<[number], { n: number }>(`SELECT count(*) AS n FROM "${table}" WHERE portal_id = ?`).get(portalId)!
      .n,
  ]);
  return Object.fromEntries(counted);
}

/** As many rows as the table's key allows, up to `rows`, each with the words in every text that may hold any. */
export function fillTable(
  { database }: SqliteConnection,
  table: string,
  portalId: number,
  rows: number,
  words: string,
): void {
  const columns = columnsOf({ database }, table);
  const keys = columns.filter(({ pk }) => pk > 0);
  const many = keys.length === 1 && isPortal(keys[0]!) ? 1 : rows;
  const sql = database
    .prepare<[string], { sql: string }>("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")
    .get(table)!.sql;
  const insert = database.prepare(
    `INSERT OR IGNORE INTO "${table}" (${columns.map(({ name }) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  database.transaction(() => {
    for (let row = 1; row <= many; row += 1) {
      insert.run(columns.map((column) => valueFor(column, sql, portalId, portalId * 100_000 + row, words)));
    }
  })();
}

function valueFor(column: Column, sql: string, portalId: number, row: number, words: string): string | number {
  if (isPortal(column)) return portalId;
  const [, allowed] =
    sql.match(new RegExp(`${column.name}\\s+\\w+[^,]*CHECK \\(${column.name} IN \\(([^)]*)\\)`)) ?? [];
  if (allowed !== undefined) {
    const choices = allowed.split(',').map((choice) => choice.trim().replaceAll("'", ''));
    const chosen = choices[row % choices.length]!;
    return column.type === 'TEXT' ? chosen : Number(chosen);
  }
  if (column.type === 'INTEGER') return row;
  if (column.name.endsWith('_json')) return JSON.stringify({ row, words });
  return `${words} ${row}`;
}

function columnsOf({ database }: Pick<SqliteConnection, 'database'>, table: string): Column[] {
  return database.pragma(`table_info("${table}")`) as Column[];
}

function isPortal({ name }: Column): boolean {
  return name === 'portal_id';
}
