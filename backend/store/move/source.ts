/** The SQLite database that is moved: read as of one moment, and written only to say that it was moved. */
import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { readMigrations } from '../migrations.ts';
import { weekOf } from '../postgres/event-weeks.ts';
import { checkDatabase } from '../sqlite/check-database.ts';
import { firstOfBlock, isInBlock, unpackTexts } from '../sqlite/event-blocks.ts';
import { type MovedMark, markMoved, movedTable } from '../sqlite/moved-mark.ts';
import { DatabaseInUseError, type Hold, holdAlone } from '../sqlite/one-process.ts';
import { MoveError } from './move-error.ts';
import { type Column, type MovedTable, type SourceValue, type Table, textsOf } from './plan-tables.ts';

/** Values of the key of a row as they are in SQLite. */
export type Position = (string | bigint)[];
export type SourceRow = { position: Position; texts: (string | null)[] };

export type Source = {
  file: string;
  tables: Table[];
  /** By table. */
  rows: Map<string, number>;
  /** The same as long as nothing is accepted, opened or numbered, wherever the file lies. */
  fingerprint: string;
  /** Weeks that events were received in, by when they began. */
  weeks: number[];
  /** In the order of the key. While one table is read no other is. */
  read(table: MovedTable, after: Position | null): IterableIterator<SourceRow>;
  /** Those of one portal; null: of nobody. */
  readOf(table: MovedTable, portal: string | null): IterableIterator<SourceRow>;
  /** Null: there is no row. */
  highest(table: string, column: string): bigint | null;
  /** From here on no server starts on it. What is read afterwards is as of then. */
  mark(moved: MovedMark): void;
  close(): void;
};

/** Held: nobody else uses it until it is closed. Beside: a server may run on it. */
export type SourceUse = 'held' | 'beside';

/** Throws MoveError when the file is not there, in use where it is to be held, damaged or of another version. */
export function openSource(file: string, use: SourceUse): Source {
  refuseMissing(file);
  const { letGo } = use === 'held' ? holdSource(file) : { letGo() {} };
  let database: Database.Database | undefined;
  const close = () => {
    database?.close();
    letGo();
  };
  try {
    refuseOtherVersions(file, checkSource(file));
    database = new Database(file, { readonly: true, fileMustExist: true });
    database.defaultSafeIntegers(true);
    database.exec('BEGIN');
    return { file, ...describe(database), ...readers(database), mark: marker(database, file), close };
  } catch (error) {
    close();
    throw error;
  }
}

function refuseMissing(file: string): void {
  if (!existsSync(file)) throw new MoveError(`There is no database ${file}: name the server's, --from file:PATH.`);
}

/** Throws MoveError. */
export function holdSource(file: string): Hold {
  refuseMissing(file);
  try {
    return holdAlone(file);
  } catch (error) {
    if (!(error instanceof DatabaseInUseError)) {
      throw new MoveError(`Beside ${file} no lock can be written: ${(error as Error).message}.`, error);
    }
    throw new MoveError(`A server runs on ${file}: stop it, and run this again. Nothing was moved by this run.`, error);
  }
}

/** Returns the version of its schema. Throws MoveError. */
export function checkSource(file: string): number {
  try {
    return checkDatabase(file, { readonly: true });
  } catch (error) {
    throw new MoveError(`${(error as Error).message.replace(/\.$/, '')}. Nothing was moved by this run.`, error);
  }
}

function refuseOtherVersions(file: string, version: number): void {
  const newest = readMigrations(path.join(import.meta.dirname, '../sqlite/migrations')).at(-1)!.version;
  if (version === newest) return;
  throw new MoveError(
    `${file} has schema ${version}, this version moves ${newest}: start this version of the server on it once, which brings ` +
      'it to the new schema, stop it, and run this again.',
  );
}

function describe(database: Database.Database): Pick<Source, 'tables' | 'rows' | 'weeks' | 'fingerprint'> {
  const names = database
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all()
    .filter((name) => name !== movedTable);
  const tables = names.sort().map((name) => describeTable(database, name));
  const count = (table: string) =>
    Number(
      database
        .prepare(`SELECT count(*) FROM ${quoted(table)}`)
        .pluck()
        .get(),
    );
  const rows = new Map(names.map((name) => [name, count(name)]));
  const all = (sql: string) => database.prepare(sql).raw().all();
  const known = {
    migrations: all('SELECT version, applied_at FROM migrations ORDER BY version'),
    portals: all('SELECT portal_id, created_at FROM portals ORDER BY portal_id'),
    counters: all('SELECT portal_id, name, value FROM counters ORDER BY portal_id, name'),
    rows: [...rows],
  };
  return {
    tables,
    rows,
    weeks: weeksOfEvents(database),
    fingerprint: hash(
      'sha256',
      JSON.stringify(known, (_name, value) => plain(value)),
    ),
  };
}

function weeksOfEvents(database: Database.Database): number[] {
  const days = database.prepare<[number], bigint>('SELECT DISTINCT received_at / ? FROM events').pluck().all(dayMs);
  return [...new Set(days.map((day) => weekOf(Number(day) * dayMs)))].sort((one, other) => one - other);
}

const dayMs = 24 * 60 * 60_000;

const plain = (value: unknown) => (typeof value === 'bigint' ? String(value) : value);

type ColumnRow = { name: string; type: string; pk: bigint; hidden: bigint };

/** `hidden`: 2 and 3 are columns that the database makes from others. */
function describeTable(database: Database.Database, name: string): Table {
  const rows = database.prepare<[string], ColumnRow>('SELECT * FROM pragma_table_xinfo(?) ORDER BY cid').all(name);
  const columns = rows.map(
    (row): Column => ({ name: row.name, type: row.type.toUpperCase(), isMade: row.hidden !== 0n }),
  );
  const key = rows.filter(({ pk }) => pk > 0n).sort((one, other) => Number(one.pk - other.pk));
  return { name, columns, key: key.map((row) => row.name), isWalled: false };
}

function readers(database: Database.Database): Pick<Source, 'read' | 'readOf' | 'highest'> {
  return {
    read: (table, after) => readRows(database, table, after === null ? '' : behind(table, after.length), after ?? []),
    readOf: (table, portal) =>
      table.portal === null
        ? readRows(database, table, '', [])
        : readRows(database, table, `WHERE ${quoted(table.read[table.portal]!)} IS ?`, [portal && BigInt(portal)]),
    highest: (table, column) =>
      database
        .prepare<[], bigint | null>(`SELECT max(${quoted(column)}) FROM ${quoted(table)}`)
        .pluck()
        .get()!,
  };
}

function marker(database: Database.Database, file: string): Source['mark'] {
  return (moved) => {
    // Whoever reads as of a moment keeps the log from being folded in.
    if (database.inTransaction) database.exec('COMMIT');
    try {
      markMoved(file, moved);
    } catch (error) {
      throw new MoveError(
        `${file} cannot say that it was moved: ${(error as Error).message}. Mend that and run the same command again.`,
        error,
      );
    }
  };
}

function* readRows(
  database: Database.Database,
  table: MovedTable,
  which: string,
  values: (string | bigint | null)[],
): IterableIterator<SourceRow> {
  const sql = `SELECT ${table.read.map(quoted).join(', ')} FROM ${quoted(table.name)} ${which} ORDER BY ${keyOf(table)}`;
  const statement = database.prepare<typeof values, SourceValue[]>(sql).raw();
  const complete = table.name === 'events' ? textsOfEvents(database, table.read) : (row: SourceValue[]) => row;
  for (const stored of statement.iterate(...values)) {
    const row = complete(stored);
    yield { position: table.key.map((place) => row[place] as string | bigint), texts: textsOf(table, row) };
  }
}

/** Rows of events with their texts, also of those whose text is in a block. */
function textsOfEvents(database: Database.Database, read: string[]): (row: SourceValue[]) => SourceValue[] {
  const block = database
    .prepare<[bigint, number], Buffer>('SELECT bodies FROM event_blocks WHERE portal_id = ? AND first_seq = ?')
    .pluck();
  const [portal, seq, body] = ['portal_id', 'seq', 'body_json'].map((name) => read.indexOf(name)) as [
    number,
    number,
    number,
  ];
  let known = { portalId: 0n, first: 0, texts: [] as string[] };
  return (row) => {
    if (row[body] !== isInBlock) return row;
    const [portalId, place] = [row[portal] as bigint, Number(row[seq])];
    const first = firstOfBlock(place);
    if (known.portalId !== portalId || known.first !== first) {
      known = { portalId, first, texts: unpackTexts(block.get(portalId, first)!) };
    }
    return row.with(body, known.texts[place - first]!);
  };
}

const behind = (table: MovedTable, columns: number) =>
  `WHERE (${keyOf(table)}) > (${Array(columns).fill('?').join(', ')})`;

const keyOf = ({ key, read }: MovedTable) => key.map((place) => quoted(read[place]!)).join(', ');

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
