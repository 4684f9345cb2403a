/**
 * Moves everything from an SQLite database into a PostgreSQL database, compares both, and only then lets the latter be served.
 * Whatever ends it on the way, the same call goes on where it stopped. Of the two databases one is served at any moment, at most:
 * the SQLite database says that it was moved before the other is open.
 */
import { mostKeptDays } from '@zo/shared';
import { DatabaseTooNewError } from '../migrations.ts';
import { type Exec, openPostgres, type PostgresConnection, type Query } from '../postgres/connection.ts';
import { makeWeeksOfPast, weekMs } from '../postgres/event-weeks.ts';
import { migratePostgres, migrateWithin } from '../postgres/migrate.ts';
import { compareTables, type Difference } from './compare.ts';
import { MoveError } from './move-error.ts';
import { beginMove, endMove, loadMove, type MoveProgress, type MoveRecord } from './move-record.ts';
import { type ChunkLimits, chunkLimits, moveTables } from './move-tables.ts';
import { type MovedTable, planTables } from './plan-tables.ts';
import { openSource, type Source, type SourceUse } from './source.ts';
import { analyse, continueNumbers, describeTables, filledTables, refuseOthers, tableNames, undone } from './target.ts';
import { whereIs } from './where-is.ts';

/** `done` of `total` rows; when comparing, those of both sides. */
export type MoveStep = { step: 'moving' | 'comparing'; table: string; done: number; total: number };

export type MoveOptions = {
  /** Path of the SQLite database. */
  from: string;
  /** `postgres://…`. */
  to: string;
  now: () => number;
  onProgress?: (step: MoveStep) => void;
  limits?: Partial<ChunkLimits>;
};

/** Rows by table, as they are in SQLite. */
export type TableRows = { table: string; rows: number };

export type Moved = {
  tables: TableRows[];
  rows: number;
  /** Rows that earlier runs had moved. */
  before: number;
  /** Empty: both hold the same, and PostgreSQL may be served. */
  differences: Difference[];
  /** When everything had been moved by an earlier run, which is all this one says then. */
  endedAt: number | null;
};

export type Preview = { tables: TableRows[]; rows: number; target: 'empty' | 'unfinished' | 'moved'; before: number };

/** Throws MoveError. */
export function moveStore(options: MoveOptions): Promise<Moved> {
  return between('held', options, async (source, connection) => {
    await refuseOthers(connection.acrossPortals);
    await refuseForeign(connection.acrossPortals);
    await migratePostgres(connection);
    const tables = planTables(source.tables, await describeTables(connection.acrossPortals));
    const move = await connection.schemaTransaction((query, exec) =>
      takeUp({ query, exec }, source, tables, options.now()),
    );
    // A server that was started in between has seen the empty database, and would go on with it.
    await refuseOthers(connection.acrossPortals);
    const told = { tables: rowsOf(source, tables), rows: totalOf(source, tables), before: movedBy(move.progress) };
    if (move.endedAt !== null) {
      source.mark({ to: whereIs(options.to), movedAt: move.endedAt });
      return { ...told, differences: [], endedAt: move.endedAt };
    }
    const tell = teller(options, source, tables);
    const limits = { ...chunkLimits, ...options.limits };
    const progress = await moveTables(connection, source, tables, move.progress, limits, tell.moving);
    await analyse(connection, tables);
    const differences = await compareTables(connection, source, tables, tell.comparing);
    if (differences.length === 0) {
      const endedAt = options.now();
      source.mark({ to: whereIs(options.to), movedAt: endedAt });
      await connection.transactionAcrossPortals(async (query) => {
        await continueNumbers(query, source);
        await endMove(query, source.fingerprint, progress, endedAt);
      });
    }
    return { ...told, differences, endedAt: null };
  });
}

/** What moveStore would do; nothing is changed. Throws MoveError where that would, except that a server may run on SQLite. */
export function previewMove(options: MoveOptions): Promise<Preview> {
  return between('beside', options, async (source, connection) => {
    await refuseOthers(connection.acrossPortals);
    await refuseForeign(connection.acrossPortals);
    const { tables, move } = await undone(connection, async (query, exec) => {
      await migrateWithin(query, exec);
      const planned = planTables(source.tables, await describeTables(query));
      return { tables: planned, move: await findMove({ query, exec }, source, planned) };
    });
    const target = move === null ? 'empty' : move.endedAt === null ? 'unfinished' : 'moved';
    return {
      tables: rowsOf(source, tables),
      rows: totalOf(source, tables),
      target,
      before: move === null ? 0 : movedBy(move.progress),
    };
  });
}

/** Compares both once more; nothing is changed. Throws MoveError. */
export function compareStores(options: MoveOptions): Promise<Moved> {
  return between('held', options, async (source, connection) => {
    const names = await tableNames(connection.acrossPortals);
    if (!names.includes('store_moves')) {
      throw new MoveError('Nothing was moved into the database of --to: run this without --verify-only first.');
    }
    const tables = planTables(source.tables, await describeTables(connection.acrossPortals));
    const tell = teller(options, source, tables);
    const differences = await compareTables(connection, source, tables, tell.comparing);
    return { tables: rowsOf(source, tables), rows: totalOf(source, tables), before: 0, differences, endedAt: null };
  });
}

/** With both databases open. */
async function between<Result>(
  use: SourceUse,
  { from, to }: MoveOptions,
  work: (source: Source, connection: PostgresConnection) => Promise<Result>,
): Promise<Result> {
  const source = openSource(from, use);
  try {
    // A connection that breaks while nothing is asked is told by the next question.
    const connection = openPostgres(to, () => {});
    try {
      await connection.acrossPortals('SELECT 1').catch((error) => {
        throw new MoveError(`The database of --to cannot be used: ${sayingOf(error)}.`, error);
      });
      return await work(source, connection).catch((error) => {
        throw asMoveError(error);
      });
    } finally {
      await connection.close();
    }
  } finally {
    source.close();
  }
}

/** What a database says is told with what to do next; anything else is a bug, and stays as it is. */
function asMoveError(error: unknown): unknown {
  if (error instanceof DatabaseTooNewError) return new MoveError(`Of --to: ${error.message}`, error);
  if (error instanceof MoveError || !(error instanceof Error && 'code' in error)) return error;
  return new MoveError(
    `It stopped: ${sayingOf(error)}. Mend that and run the same command again: it goes on where it stopped.`,
    error,
  );
}

/** Some errors of the network have no words but a code. */
function sayingOf(error: Error & { code?: unknown }): string {
  return (error.message || String(error.code)).replace(/\.$/, '');
}

async function refuseForeign(query: Query): Promise<void> {
  const [database] = await query<{ server_encoding: string }>('SHOW server_encoding');
  if (database!.server_encoding !== 'UTF8') {
    throw new MoveError(
      `The database of --to has the encoding ${database!.server_encoding}, which cannot hold every text: make it with ` +
        "`CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`.",
    );
  }
  const names = await tableNames(query);
  if (names.length === 0 || (names.includes('migrations') && names.includes('portals'))) return;
  throw new MoveError(
    `The database of --to holds tables of something else (${names.slice(0, 3).join(', ')}): name an empty database, made by ` +
      '`CREATE DATABASE`.',
  );
}

type ForSchema = { query: Query; exec: Exec };

/** The move that goes on, or one that begins in an empty database. */
async function takeUp(within: ForSchema, source: Source, tables: MovedTable[], now: number): Promise<MoveRecord> {
  const known = await findMove(within, source, tables);
  if (known !== null) return known;
  await makeWeeksOfPast(within.query, within.exec, weeksToMake(source, now));
  await beginMove(within.query, source.fingerprint, now);
  return { source: source.fingerprint, begunAt: now, endedAt: null, progress: {} };
}

/** Null: the database is empty. Throws MoveError when it holds anything else. */
async function findMove({ query, exec }: ForSchema, source: Source, tables: MovedTable[]): Promise<MoveRecord | null> {
  const known = await loadMove(query);
  if (known?.source === source.fingerprint) return known;
  if (known !== null) {
    const words = known.endedAt === null ? 'the unfinished move' : 'what was moved';
    throw new MoveError(
      `The database of --to holds ${words} of another database, or of this one before it was used again. Nothing is ` +
        'overwritten: name an empty database, or drop that one and make it anew.',
    );
  }
  const filled = await filledTables(query, exec, tables);
  if (filled.length === 0) return null;
  throw new MoveError(
    `The database of --to is in use: there are rows in ${filled.slice(0, 3).join(', ')}${filled.length > 3 ? ', …' : ''}. ` +
      'Nothing is overwritten: name an empty database.',
  );
}

/** Of those that events may be kept from; whatever is older, by a clock that was wrong, stands together. */
function weeksToMake(source: Source, now: number): number[] {
  const farthest = mostKeptDays * 24 * 60 * 60_000 + weekMs;
  return source.weeks.filter((week) => Math.abs(now - week) < farthest);
}

function rowsOf(source: Source, tables: MovedTable[]): TableRows[] {
  return tables.map(({ name }) => ({ table: name, rows: source.rows.get(name)! }));
}

function totalOf(source: Source, tables: MovedTable[]): number {
  return rowsOf(source, tables).reduce((sum, { rows }) => sum + rows, 0);
}

function movedBy(progress: MoveProgress): number {
  return Object.values(progress).reduce((sum, { rows }) => sum + rows, 0);
}

/** Both count the rows of tables that are behind them, too. */
function teller({ onProgress }: MoveOptions, source: Source, tables: MovedTable[]) {
  const total = totalOf(source, tables);
  const earlier = (table: string) =>
    tables
      .slice(
        0,
        tables.findIndex(({ name }) => name === table),
      )
      .reduce((sum, { name }) => sum + source.rows.get(name)!, 0);
  return {
    moving: (table: string, rows: number) =>
      onProgress?.({ step: 'moving', table, done: earlier(table) + rows, total }),
    comparing: (table: string, rows: number) =>
      onProgress?.({ step: 'comparing', table, done: 2 * earlier(table) + rows, total: 2 * total }),
  };
}
