/**
 * Which column of SQLite goes into which of PostgreSQL. Read from both databases as they are, so that a table or column of one
 * side that has no place on the other is found before anything is moved, and not missed afterwards.
 */
import { storableText } from '../storable-text.ts';
import { type Apart, apart } from './apart.ts';
import { MoveError } from './move-error.ts';

/** `isMade`: the database makes the value itself from the other columns. */
export type Column = { name: string; type: string; isMade: boolean };
/**
 * `key`: the columns of its primary key, in their order. `isWalled`: its rows are shown and taken only for the portal they belong
 * to, and for nobody who says none (row-level security, migration 0006).
 */
export type Table = { name: string; columns: Column[]; key: string[]; isWalled: boolean };

/** As better-sqlite3 reads it with safe integers. */
export type SourceValue = string | bigint | number | Buffer | null;
/** A row in the words of PostgreSQL, what `column::text` says, in the order of `MovedTable.columns`. Both sides are compared so. */
export type Texts = (string | null)[];

export type MovedColumn = {
  name: string;
  /** Of PostgreSQL. */
  type: string;
  /** Where what it comes from stands in `MovedTable.read`. */
  from: number;
  toText(value: SourceValue): string | null;
};

export type MovedTable = {
  name: string;
  /** Columns of SQLite. */
  read: string[];
  /** Those that are read, in their order, then those that PostgreSQL has besides. */
  columns: MovedColumn[];
  /** Places of the key's columns, the same in `read` and in `columns`. */
  key: number[];
  /** Place of the column that says whose the row is; null: nobody's. */
  portal: number | null;
  /** Of PostgreSQL. */
  isWalled: boolean;
};

/** Throws MoveError with everything that has no place. */
export function planTables(source: Table[], target: Table[]): MovedTable[] {
  const problems: string[] = [];
  const used = new Set<string>();
  const isApart = (name: string): boolean => {
    if (!(name in apart)) return false;
    used.add(name);
    return true;
  };
  const sides: [string, Table[], string, Table[]][] = [
    ['SQLite', source, 'PostgreSQL', target],
    ['PostgreSQL', target, 'SQLite', source],
  ];
  for (const [here, tables, there, others] of sides) {
    for (const { name } of tables) {
      if (!isApart(name) && tableOf(others, name) === undefined) {
        problems.push(`${here} has a table ${name}, ${there} does not`);
      }
    }
  }
  const moved = source.flatMap((from) => {
    const into = tableOf(target, from.name);
    return into === undefined || from.name in apart ? [] : [planTable(from, into, isApart, problems)];
  });
  for (const name of Object.keys(apart)) if (!used.has(name)) problems.push(`${name} is told apart, and is not there`);
  if (problems.length > 0) {
    throw new MoveError(
      `This version cannot move everything, so nothing was moved:\n- ${problems.join('\n- ')}\n` +
        'It is a mistake in the program (backend/store/move/apart.ts): please report it.',
    );
  }
  return moved;
}

function planTable(from: Table, into: Table, isApart: (name: string) => boolean, problems: string[]): MovedTable {
  const fullName = (column: string) => `${from.name}.${column}`;
  const columns: MovedColumn[] = [];
  const read: string[] = [];
  for (const { name, type, isMade } of from.columns) {
    if (isMade || isApart(fullName(name))) continue;
    const column = into.columns.find((one) => one.name === name);
    const toText = column && conversions[`${type} to ${column.type}`];
    if (column === undefined || column.isMade)
      problems.push(`SQLite has a column ${fullName(name)}, PostgreSQL does not`);
    else if (toText === undefined) problems.push(`${fullName(name)}: ${type} cannot become ${column.type}`);
    else columns.push({ name, type: column.type, from: read.push(name) - 1, toText });
  }
  for (const { name, type, isMade } of into.columns) {
    if (isMade || from.columns.some((one) => one.name === name && !one.isMade)) continue;
    if (!isApart(fullName(name))) problems.push(`PostgreSQL has a column ${fullName(name)}, SQLite does not`);
    else if ('from' in apart[fullName(name)]!) columns.push(derivedColumn(name, type, apart[fullName(name)]!, read));
  }
  const key = from.key.map((name) => columns.findIndex((column) => column.name === name));
  if (key.length === 0 || key.includes(-1)) problems.push(`${from.name} has no key that both databases have`);
  const portal = columns.findIndex(({ name }) => name === 'portal_id' || name === 'erased_portal');
  return { name: from.name, read, columns, key, portal: portal === -1 ? null : portal, isWalled: into.isWalled };
}

function derivedColumn(name: string, type: string, told: Apart, read: string[]): MovedColumn {
  const { from, derive } = told as Extract<Apart, { from: string }>;
  return { name, type, from: read.indexOf(from), toText: (value) => derive(value as string | null) };
}

const wholeNumber = (value: SourceValue) => (value === null ? null : String(value));

/** By the types of both sides. What is not here cannot be moved, and is told. */
const conversions: Record<string, (value: SourceValue) => string | null> = {
  'INTEGER to bigint': wholeNumber,
  'INTEGER to integer': wholeNumber,
  'INTEGER to smallint': wholeNumber,
  'INTEGER to boolean': (value) => (value === null ? null : String(value !== 0n)),
  'TEXT to text': (value) => (value === null ? null : storableText(value as string)),
  'BLOB to bytea': (value) => (value === null ? null : `\\x${(value as Buffer).toString('hex')}`),
};

/** Whose the row is, as `MovedTable.portal` says; null: nobody's. */
export function portalOf({ portal }: MovedTable, row: Texts): string | null {
  return portal === null ? null : row[portal]!;
}

function tableOf(tables: Table[], name: string): Table | undefined {
  return tables.find((table) => table.name === name);
}

export function textsOf({ columns }: MovedTable, row: SourceValue[]): Texts {
  return columns.map(({ from, toText }) => toText(row[from]!));
}
