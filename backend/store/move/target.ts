/** The PostgreSQL database that everything is moved into: what is there, and rows in and out of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Exec, PostgresConnection, Query } from '../postgres/connection.ts';
import { MoveError } from './move-error.ts';
import { type Column, type MovedTable, portalOf, type Table, type Texts } from './plan-tables.ts';
import type { Source } from './source.ts';

/** Partitions are reached by the table they are part of. */
const ourTables = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

export async function tableNames(query: Query): Promise<string[]> {
  const rows = await query<{ name: string }>(`SELECT c.relname AS name FROM pg_class c WHERE ${ourTables} ORDER BY 1`);
  return rows.map(({ name }) => name);
}

type ColumnRow = {
  table: string;
  name: string;
  type: string;
  is_made: boolean;
  place: number | null;
  is_walled: boolean;
};

/** `place`: in the primary key. */
export async function describeTables(query: Query): Promise<Table[]> {
  const rows = await query<ColumnRow>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attgenerated <> '' AS is_made,
       array_position(i.indkey::int2[], a.attnum) AS place,
       c.relrowsecurity AND NOT EXISTS (
         SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'across_portals') AS is_walled
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
    isWalled: columns[0]!.is_walled,
  }));
}

/** Those that hold anything, of whomever, in a transaction for the schema. */
export async function filledTables(query: Query, exec: Exec, tables: MovedTable[]): Promise<string[]> {
  const filled: string[] = [];
  for (const table of tables) {
    const found = await withoutWall(query, exec, table, () => query(`SELECT FROM ${quoted(table.name)} LIMIT 1`));
    if (found.length > 0) filled.push(table.name);
  }
  return filled;
}

/** Every portal that has rows in a walled table, also those that nobody knows. The table is locked for that moment. */
export async function portalsIn(connection: PostgresConnection, table: MovedTable): Promise<string[]> {
  const name = quoted(table.name);
  const rows = await undone(connection, (query, exec) =>
    withoutWall(query, exec, table, () =>
      query<{ portal: string }>(
        `WITH RECURSIVE found AS (
           (SELECT portal_id FROM ${name} ORDER BY portal_id LIMIT 1)
           UNION ALL
           SELECT next.portal_id FROM found CROSS JOIN LATERAL (
             SELECT t.portal_id FROM ${name} t WHERE t.portal_id > found.portal_id ORDER BY t.portal_id LIMIT 1) next)
         SELECT portal_id::text AS portal FROM found`,
      ),
    ),
  );
  return rows.map(({ portal }) => portal);
}

/** The owner of a table may look over its wall while nobody else can. A superuser has none before him. */
async function withoutWall<Result>(
  query: Query,
  exec: Exec,
  { name }: MovedTable,
  look: () => Promise<Result>,
): Promise<Result> {
  const [wall] = await query<{ stands: boolean }>('SELECT row_security_active($1::text) AS stands', [quoted(name)]);
  if (!wall!.stands) return look();
  await exec(`ALTER TABLE ${quoted(name)} NO FORCE ROW LEVEL SECURITY`);
  const result = await look();
  await exec(`ALTER TABLE ${quoted(name)} FORCE ROW LEVEL SECURITY`);
  return result;
}

/** Runs `work` in a transaction for the schema that is taken back. */
export async function undone<Result>(
  connection: PostgresConnection,
  work: (query: Query, exec: Exec) => Promise<Result>,
): Promise<Result> {
  const takenBack = new Error('taken back');
  let result: { value: Result } | undefined;
  await connection
    .schemaTransaction(async (query, exec) => {
      result = { value: await work(query, exec) };
      throw takenBack;
    })
    .catch((error) => {
      if (error !== takenBack) throw error;
    });
  return result!.value;
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

/** A transaction that sees and takes rows across portals, and from `enter` on those of one. */
export type Within = { query: Query; enter: (portalId: number) => Promise<void> };

/** Triggers and rules stand as ever: nothing of ours refuses a row that is added. */
export async function insertRows({ query, enter }: Within, table: MovedTable, rows: Texts[]): Promise<void> {
  const into = table.columns.map((column) => quoted(column.name)).join(', ');
  const arrays = table.columns.map(({ type }, place) => `$${place + 1}::${type}[]`).join(', ');
  const sql = `INSERT INTO ${quoted(table.name)} (${into}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays})`;
  const insert = (some: Texts[]) =>
    query(
      sql,
      table.columns.map((_column, place) => some.map((row) => row[place])),
    );
  if (!table.isWalled) {
    await insert(rows);
    return;
  }
  for (const [portal, ofPortal] of Map.groupBy(rows, (row) => portalOf(table, row))) {
    await enter(Number(portal));
    await insert(ofPortal);
  }
}

const rowsAtOnce = 500;

/** In the order of the key of SQLite, within one transaction. `portal`: of that one alone; of a walled table it has been entered. */
export async function* readRows(
  query: Query,
  table: MovedTable,
  portal?: { id: string | null },
): AsyncIterableIterator<Texts> {
  const { name, columns, key } = table;
  const cursor = quoted(`moved_${name}`);
  const read = columns.map((column, place) => `t.${quoted(column.name)}::text AS c${place}`).join(', ');
  const order = key.map((place) => `t.${quoted(columns[place]!.name)}`).join(', ');
  const [which, values] = whose(table, portal);
  await query(
    `DECLARE ${cursor} NO SCROLL CURSOR FOR SELECT ${read} FROM ${quoted(name)} t ${which} ORDER BY ${order}`,
    values,
  );
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

function whose({ portal: place, columns }: MovedTable, portal?: { id: string | null }): [string, string[]] {
  if (portal === undefined || place === null) return ['', []];
  const column = `t.${quoted(columns[place]!.name)}`;
  return portal.id === null ? [`WHERE ${column} IS NULL`, []] : [`WHERE ${column} = $1`, [portal.id]];
}

/** Numbers that PostgreSQL gives by itself go on behind the highest that was moved. */
export async function continueNumbers(query: Query, source: Source): Promise<void> {
  const numbered = await query<{ table: string; column: string }>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' WHERE ${ourTables}`,
  );
  for (const { table, column } of numbered) {
    const highest = source.highest(table, column);
    if (highest === null) continue;
    await query('SELECT setval(pg_get_serial_sequence($1, $2), $3::bigint)', [quoted(table), column, String(highest)]);
  }
}

/** So that questions are planned by what is there now, from the first on. */
export async function analyse(connection: PostgresConnection, tables: MovedTable[]): Promise<void> {
  await connection.schemaTransaction((_query, exec) =>
    exec(`ANALYZE ${tables.map(({ name }) => quoted(name)).join(', ')}`),
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
