/** What retention has deleted, written down in the transaction that deletes it. */
import type { Forgotten, KeptKind } from '../privacy-store.ts';
import type { Query } from './connection.ts';

/** Before the rows are deleted where a trigger asks for it. A moment never moves back, nor does `seq`: of events, the last one. */
export async function noteForgotten(
  query: Query,
  portalId: number,
  kind: KeptKind,
  before: number,
  rows: number,
  now: number,
  seq = 0,
): Promise<void> {
  await query(
    `INSERT INTO forgotten AS known (portal_id, kind, before, rows, at, seq) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (portal_id, kind) DO UPDATE SET before = greatest(known.before, excluded.before),
       rows = known.rows + excluded.rows, at = excluded.at, seq = greatest(known.seq, excluded.seq)`,
    [portalId, kind, before, rows, now, seq],
  );
}

export function loadForgotten(query: Query, portalId: number): Promise<Forgotten[]> {
  return query<Forgotten>('SELECT kind, before, rows, at FROM forgotten WHERE portal_id = $1 ORDER BY kind', [
    portalId,
  ]);
}
