/** What HubSpot told of merges: where to look for a record that is gone. */
import type { RecordMerge } from '../../handoff/hubspot-changes.ts';
import type { RecordKind } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';

export function saveMergeHints(
  connection: SqliteConnection,
  portalId: number,
  merges: readonly RecordMerge[],
  now: number,
): void {
  const save = connection.statement(
    `INSERT INTO merge_hints (portal_id, kind, old_id, new_id, told_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (portal_id, kind, old_id) DO UPDATE SET new_id = excluded.new_id, told_at = excluded.told_at`,
  );
  for (const { kind, oldIds, newId } of merges) {
    for (const oldId of oldIds) if (oldId !== newId) save.run(portalId, kind, oldId, newId, now);
  }
}

/** From each id as far as the hints lead, every step of it. */
export function loadMergeHints(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  ids: readonly string[],
): Map<string, string> {
  const next = connection.statement<{ new_id: string }>(
    'SELECT new_id FROM merge_hints WHERE portal_id = ? AND kind = ? AND old_id = ?',
  );
  const hints = new Map<string, string>();
  for (const id of ids) {
    for (let at: string | undefined = id; at !== undefined && !hints.has(at); ) {
      const into: string | undefined = next.get(portalId, kind, at)?.new_id;
      if (into !== undefined) hints.set(at, into);
      at = into;
    }
  }
  return hints;
}

export function forgetMergeHints(connection: SqliteConnection, portalId: number, before: number): number {
  return connection.statement('DELETE FROM merge_hints WHERE portal_id = ? AND told_at < ?').run(portalId, before)
    .changes;
}
