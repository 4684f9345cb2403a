/** How far a move has come: a row in PostgreSQL that changes in the transactions that bring the rows. */
import type { Query } from '../postgres/connection.ts';
import { MoveError } from './move-error.ts';
import type { Position } from './source.ts';

/** `after`: the key of the last row that is there, whole numbers as { "number": "17" }. */
export type TableProgress = { rows: number; after: (string | { number: string })[] | null };
export type MoveProgress = Record<string, TableProgress>;

export type MoveRecord = { source: string; begunAt: number; endedAt: number | null; progress: MoveProgress };

type Row = { source: string; begun_at: number; ended_at: number | null; progress_json: string };

/** Whatever moved into this database, or was to; there is one at most. */
export async function loadMove(query: Query): Promise<MoveRecord | null> {
  const [row] = await query<Row>('SELECT source, begun_at, ended_at, progress_json FROM store_moves LIMIT 1');
  if (row === undefined) return null;
  const { source, begun_at: begunAt, ended_at: endedAt } = row;
  return { source, begunAt, endedAt, progress: JSON.parse(row.progress_json) };
}

export async function beginMove(query: Query, source: string, now: number): Promise<void> {
  await query("INSERT INTO store_moves (source, begun_at, progress_json) VALUES ($1, $2, '{}')", [source, now]);
}

/** Within the transaction that brings the rows. Of two processes that move at once the second finds another progress. */
export async function saveProgress(
  query: Query,
  source: string,
  before: MoveProgress,
  after: MoveProgress,
): Promise<void> {
  const saved = await query(
    `UPDATE store_moves SET progress_json = $3
     WHERE source = $1 AND progress_json = $2 AND ended_at IS NULL RETURNING 1`,
    [source, JSON.stringify(before), JSON.stringify(after)],
  );
  if (saved.length === 0) throw new MoveError('Another `zo migrate-store` moves into this database at the same time.');
}

/** From here on the database is served. Which rows were moved last is not kept: keys may name people. */
export async function endMove(query: Query, source: string, progress: MoveProgress, now: number): Promise<void> {
  const kept = Object.fromEntries(Object.entries(progress).map(([table, moved]) => [table, { ...moved, after: null }]));
  await saveProgress(query, source, progress, kept);
  await query('UPDATE store_moves SET ended_at = $2 WHERE source = $1', [source, now]);
}

export function toStored(position: Position): TableProgress['after'] {
  return position.map((value) => (typeof value === 'bigint' ? { number: String(value) } : value));
}

export function toPosition(stored: TableProgress['after']): Position | null {
  return stored?.map((value) => (typeof value === 'string' ? value : BigInt(value.number))) ?? null;
}
