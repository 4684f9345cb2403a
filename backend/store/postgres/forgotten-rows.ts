/** What retention has deleted, written down in the transaction that deletes it. */
import type { Forgotten, KeptKind } from '../privacy-store.ts';
import type { Query } from './connection.ts';

/** Before the rows are deleted where a trigger asks for it. A moment never moves back. */
export async function noteForgotten(
  query: Query,
  portalId: number,
  kind: KeptKind,
  before: number,
  rows: number,
  now: number,
): Promise<void> {
  await query(
    `INSERT INTO forgotten AS known (portal_id, kind, before, rows, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (portal_id, kind) DO UPDATE SET before = greatest(known.before, excluded.before),
       rows = known.rows + excluded.rows, at = excluded.at`,
    [portalId, kind, before, rows, now],
  );
}

export function loadForgotten(query: Query, portalId: number): Promise<Forgotten[]> {
  return query<Forgotten>('SELECT kind, before, rows, at FROM forgotten WHERE portal_id = $1 ORDER BY kind', [
    portalId,
  ]);
}
