/** Brings the rows over, table by table in the order of the key, and says in the same transactions how far it has come. */
import type { PostgresConnection } from '../postgres/connection.ts';
import { MoveError } from './move-error.ts';
import { type MoveProgress, saveProgress, type TableProgress, toPosition, toStored } from './move-record.ts';
import type { MovedTable } from './plan-tables.ts';
import type { Source, SourceRow } from './source.ts';
import { insertRows } from './target.ts';

/** A chunk ends at either; so much of it is in memory, a few times over. */
export type ChunkLimits = { rows: number; letters: number };
export const chunkLimits: ChunkLimits = { rows: 5_000, letters: 4_000_000 };

/** After each chunk that is in PostgreSQL for good. */
export type OnMoved = (table: string, rows: number) => void;

/** Goes on where `progress` ends. Returns the progress at the end. */
export async function moveTables(
  connection: PostgresConnection,
  source: Source,
  tables: MovedTable[],
  progress: MoveProgress,
  limits: ChunkLimits,
  onMoved: OnMoved,
): Promise<MoveProgress> {
  let reached = progress;
  for (const table of tables) {
    let moved: TableProgress = progress[table.name] ?? { rows: 0, after: null };
    // While PostgreSQL takes one chunk the next is read.
    let sending: Promise<void> = Promise.resolve();
    for (const chunk of chunksOf(source.read(table, toPosition(moved.after)), limits)) {
      await sending;
      moved = { rows: moved.rows + chunk.length, after: toStored(chunk.at(-1)!.position) };
      sending = send(table, chunk, moved);
    }
    await sending;
  }
  return reached;

  async function send(table: MovedTable, chunk: SourceRow[], moved: TableProgress): Promise<void> {
    const next = { ...reached, [table.name]: moved };
    await connection
      .transactionAcrossPortals(async (query, enter) => {
        await insertRows({ query, enter }, table, textsIn(chunk));
        await saveProgress(query, source.fingerprint, reached, next);
      })
      .catch((error) => nameRefusedRow(connection, table, chunk, error));
    reached = next;
    onMoved(table.name, moved.rows);
  }
}

function* chunksOf(rows: Iterable<SourceRow>, limits: ChunkLimits): IterableIterator<SourceRow[]> {
  let chunk: SourceRow[] = [];
  let letters = 0;
  for (const row of rows) {
    chunk.push(row);
    for (const text of row.texts) letters += text?.length ?? 0;
    if (chunk.length < limits.rows && letters < limits.letters) continue;
    yield chunk;
    chunk = [];
    letters = 0;
  }
  if (chunk.length > 0) yield chunk;
}

const textsIn = (chunk: SourceRow[]) => chunk.map(({ texts }) => texts);

/** Data that cannot be taken, a value out of range, a limit of PostgreSQL, a rule of a table. */
const ofTheRow = /^(22|23|54)/;

/** Throws: of a row that PostgreSQL refuses by its key, of anything else as it is. */
function nameRefusedRow(
  connection: PostgresConnection,
  table: MovedTable,
  chunk: SourceRow[],
  error: unknown,
): Promise<never> {
  // Row by row in a transaction that ends at the one that is refused: nothing of it stays.
  return connection.transactionAcrossPortals(async (query, enter) => {
    for (const { texts } of isOfRow(error) ? chunk : []) {
      await insertRows({ query, enter }, table, [texts]).catch((refused: Error) => {
        const key = table.key.map((place) => `${table.columns[place]!.name} ${texts[place]}`).join(', ');
        throw new MoveError(
          `PostgreSQL does not take a row of ${table.name} (${key}): ${refused.message}. The SQLite database is as it was: ` +
            'go on with it, and report this line.',
          refused,
        );
      });
    }
    throw error;
  });
}

function isOfRow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ofTheRow.test(String(error.code));
}
