/** What retention has deleted, written down in the transaction that deletes it. */
import type { Forgotten, KeptKind } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';

/** Before the rows are deleted where a trigger asks for it. A moment never moves back. */
export function noteForgotten(
  connection: SqliteConnection,
  portalId: number,
  kind: KeptKind,
  before: number,
  rows: number,
  now: number,
): void {
  connection
    .statement(
      `INSERT INTO forgotten (portal_id, kind, before, rows, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (portal_id, kind) DO UPDATE SET before = max(before, excluded.before), rows = rows + excluded.rows,
         at = excluded.at`,
    )
    .run(portalId, kind, before, rows, now);
}

export function loadForgotten(connection: SqliteConnection, portalId: number): Forgotten[] {
  return connection
    .statement<Forgotten>('SELECT kind, before, rows, at FROM forgotten WHERE portal_id = ? ORDER BY kind')
    .all(portalId);
}
