/** The PostgreSQL database that everything is moved into: what is there, and rows in and out of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresConnection, Query } from '../postgres/connection.ts';
import { MoveError } from './move-error.ts';
import type { Column, MovedTable, Table, Texts } from './plan-tables.ts';

/** Partitions are reached by the table they are part of. */
const ourTables = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

export async function tableNames(query: Query): Promise<string[]> {
  const rows = await query<{ name: string }>(`SELECT c.relname AS name FROM pg_class c WHERE ${ourTables} ORDER BY 1`);
  return rows.map(({ name }) => name);
}

type ColumnRow = { table: string; name: string; type: string; is_made: boolean; place: number | null };

/** `place`: in the primary key. */
export async function describeTables(query: Query): Promise<Table[]> {
  const rows = await query<ColumnRow>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attgenerated <> '' AS is_made,
       array_position(i.indkey::int2[], a.attnum) AS place
     FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE ${ourTables} ORDER BY c.relname, a.attnum`,
  );
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => ({
    name,
    columns: columns.map((row): Column => ({ name: row.name, type: row.type, isMade: row.is_made })),
    key: columns
      .filter(({ place }) => place !== null)
      .sort((one, other) => one.place! - other.place!)
      .map((row) => row.name),
  }));
}

/** Those that hold anything. */
export async function filledTables(query: Query, tables: MovedTable[]): Promise<string[]> {
  const filled: string[] = [];
  for (const { name } of tables) {
    const found = await query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (found.length > 0) filled.push(name);
  }
  return filled;
}

/** Rows that a role is not shown would be taken for rows that are not there. Throws MoveError. */
export async function refuseHidden(query: Query, tables: MovedTable[]): Promise<void> {
  const hidden = await query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE ${ourTables} AND c.relname = ANY ($1) AND row_security_active(c.oid) ORDER BY 1`,
    [tables.map(({ name }) => name)],
  );
  if (hidden.length === 0) return;
  throw new MoveError(
    `The user of --to is not shown every row of ${hidden[0]!.name} (row-level security): connect as one who is, such as one ` +
      'made with BYPASSRLS.',
  );
}

const longestWaitMs = 5_000;

/** A process that was killed is connected until the server notices. Throws MoveError when others are for longer. */
export async function refuseOthers(query: Query): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const [others] = await query<{ count: number }>(
      `SELECT count(*) AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'zo-handoff%' AND pid <> pg_backend_pid()`,
    );
    if (others!.count === 0) return;
    if (waited >= longestWaitMs) {
      throw new MoveError(
        'A server of Zo Handoff, or another `zo migrate-store`, is connected to the database of --to: stop it, and run this again.',
      );
    }
    await pause(100);
  }
}

/** Triggers and rules stand as ever: nothing of ours refuses a row that is added. */
export async function insertRows(query: Query, { name, columns }: MovedTable, rows: Texts[]): Promise<void> {
  const into = columns.map((column) => quoted(column.name)).join(', ');
  const arrays = columns.map(({ type }, place) => `$${place + 1}::${type}[]`).join(', ');
  await query(
    `INSERT INTO ${quoted(name)} (${into}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays})`,
    columns.map((_column, place) => rows.map((row) => row[place])),
  );
}

const rowsAtOnce = 500;

/** In the order of the key of SQLite, within one transaction. */
export async function* readRows(query: Query, table: MovedTable): AsyncIterableIterator<Texts> {
  const { name, columns, key } = table;
  const cursor = quoted(`moved_${name}`);
  const read = columns.map((column, place) => `t.${quoted(column.name)}::text AS c${place}`).join(', ');
  const order = key.map((place) => `t.${quoted(columns[place]!.name)}`).join(', ');
  await query(`DECLARE ${cursor} NO SCROLL CURSOR FOR SELECT ${read} FROM ${quoted(name)} t ORDER BY ${order}`);
  try {
    for (;;) {
      const rows = await query<Record<string, string | null>>(`FETCH ${rowsAtOnce} FROM ${cursor}`);
      for (const row of rows) yield columns.map((_column, place) => row[`c${place}`]!);
      if (rows.length < rowsAtOnce) return;
    }
  } finally {
    await query(`CLOSE ${cursor}`);
  }
}

/** Numbers that PostgreSQL gives by itself go on behind the highest that was moved. */
export async function continueNumbers(query: Query): Promise<void> {
  const numbered = await query<{ table: string; column: string }>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' WHERE ${ourTables}`,
  );
  for (const { table, column } of numbered) {
    await query(
      `SELECT setval(pg_get_serial_sequence($1, $2), greatest(max(${quoted(column)}), 1), max(${quoted(column)}) IS NOT NULL)
       FROM ${quoted(table)}`,
      [quoted(table), column],
    );
  }
}

/** So that questions are planned by what is there now, from the first on. */
export async function analyse(connection: PostgresConnection, tables: MovedTable[]): Promise<void> {
  await connection.query(`ANALYZE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
