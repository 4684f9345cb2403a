/** Rows in every table of the database that belongs to portals, whatever tables come to be. */
import type { OpenDatabase } from './engines.ts';

/** `choices`: what the column may say where it may not say everything. */
type Column = { name: string; holds: Held; isKey: boolean; choices: string[] | null };
type Held = 'text' | 'bytes' | 'texts' | 'number';

/** Read from the schema itself, not from the product's own list. */
export async function everyPortalTable(database: OpenDatabase): Promise<string[]> {
  const rows = await database.ask<{ name: string }>(
    database.name === 'SQLite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table'
         AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_master.name) c WHERE c.name = 'portal_id') ORDER BY name`
      : `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'portal_id'
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname`,
  );
  return rows.map(({ name }) => name);
}

export async function rowsOf(database: OpenDatabase, portalId: number): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const table of await everyPortalTable(database)) {
    const [row] = await database.ask<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE portal_id = ${portalId}`);
    counted[table] = row!.n;
  }
  return counted;
}

/** As many rows as the table's key allows, up to `rows`, each with the words in every text that may hold any. */
export async function fillTable(
  database: OpenDatabase,
  table: string,
  portalId: number,
  rows: number,
  words: string,
): Promise<void> {
  const columns =
    database.name === 'SQLite' ? await sqliteColumns(database, table) : await postgresColumns(database, table);
  const keys = columns.filter(({ isKey }) => isKey);
  const many = keys.length === 1 && isPortal(keys[0]!) ? 1 : rows;
  const values = Array.from({ length: many }, (_, index) => {
    const row = portalId * 100_000 + index + 1;
    return `(${columns.map((column) => valueFor(column, portalId, row, words)).join(', ')})`;
  });
  const names = columns.map(({ name }) => name).join(', ');
  await database.ask(`INSERT INTO ${table} (${names}) VALUES ${values.join(', ')} ON CONFLICT DO NOTHING`);
}

function valueFor(column: Column, portalId: number, row: number, words: string): string | number {
  if (isPortal(column)) return portalId;
  const { choices, holds, name } = column;
  const chosen = choices?.[row % choices.length];
  if (chosen !== undefined) return holds === 'text' ? `'${chosen}'` : chosen;
  if (holds === 'number') return row;
  if (holds === 'bytes') return `x'${String(row).padStart(20, '0')}'`;
  if (holds === 'texts') return `ARRAY['${words} ${row}']`;
  return name.endsWith('_json') ? `'${JSON.stringify({ row, words })}'` : `'${words} ${row}'`;
}

async function sqliteColumns({ ask }: OpenDatabase, table: string): Promise<Column[]> {
  const [made] = await ask<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '${table}'`);
  const rows = await ask<{ name: string; type: string; pk: number }>(`SELECT * FROM pragma_table_info('${table}')`);
  return rows.map(({ name, type, pk }) => {
    const [, allowed] = made!.sql.match(new RegExp(`${name}\\s+\\w+[^,]*CHECK \\(${name} IN \\(([^)]*)\\)`)) ?? [];
    const choices = allowed?.split(',').map((choice) => choice.trim().replaceAll("'", '')) ?? null;
    return { name, holds: heldBy[type] ?? 'number', isKey: pk > 0, choices };
  });
}

const heldBy: Record<string, Held> = { TEXT: 'text', BLOB: 'bytes', text: 'text', 'text[]': 'texts' };

type PostgresColumn = { name: string; type: string; is_key: boolean; rule: string | null };

async function postgresColumns({ ask }: OpenDatabase, table: string): Promise<Column[]> {
  const rows = await ask<PostgresColumn>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS is_key,
       (SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
        WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum]) AS rule
     FROM pg_attribute a
     WHERE a.attrelid = '${table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       AND a.attidentity = '' AND a.atttypid <> 'timestamptz'::regtype ORDER BY a.attnum`,
  );
  return rows.map(({ name, type, is_key, rule }) => ({
    name,
    holds: heldBy[type] ?? 'number',
    isKey: is_key,
    choices: type === 'boolean' ? ['true', 'false'] : choicesIn(rule),
  }));
}

/** As PostgreSQL writes them: "ANY (ARRAY['a'::text, 'b'::text])", "ANY (ARRAY[0, 1])". */
function choicesIn(rule: string | null): string[] | null {
  const [, list] = rule?.match(/ARRAY\[(.*?)\]/) ?? [];
  return list?.split(',').map((choice) => choice.trim().replace(/::.*$/, '').replaceAll("'", '')) ?? null;
}

function isPortal({ name }: Column): boolean {
  return name === 'portal_id';
}
