/** What HubSpot told of merges: where to look for a record that is gone. */
import type { RecordMerge } from '../../handoff/hubspot-changes.ts';
import type { RecordKind } from '../stored-records.ts';
import type { Query } from './connection.ts';

export async function saveMergeHints(
  query: Query,
  portalId: number,
  merges: readonly RecordMerge[],
  now: number,
): Promise<void> {
  // What is told of an id later holds.
  const hints = new Map<string, { kind: RecordKind; oldId: string; newId: string }>();
  for (const { kind, oldIds, newId } of merges) {
    for (const oldId of oldIds) if (oldId !== newId) hints.set(`${kind} ${oldId}`, { kind, oldId, newId });
  }
  if (hints.size === 0) return;
  const rows = [...hints.values()];
  await query(
    `INSERT INTO merge_hints (portal_id, kind, old_id, new_id, told_at)
     SELECT $1, kind, old_id, new_id, $2 FROM unnest($3::text[], $4::text[], $5::text[]) AS told (kind, old_id, new_id)
     ON CONFLICT (portal_id, kind, old_id) DO UPDATE SET new_id = excluded.new_id, told_at = excluded.told_at`,
    [portalId, now, rows.map(({ kind }) => kind), rows.map(({ oldId }) => oldId), rows.map(({ newId }) => newId)],
  );
}

/** From each id as far as the hints lead, every step of it. */
export async function loadMergeHints(
  query: Query,
  portalId: number,
  kind: RecordKind,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await query<{ old_id: string; new_id: string }>(
    `WITH RECURSIVE told (old_id, new_id) AS (
       SELECT old_id, new_id FROM merge_hints WHERE portal_id = $1 AND kind = $2 AND old_id = ANY ($3::text[])
       UNION
       SELECT h.old_id, h.new_id FROM told
       JOIN merge_hints h ON h.portal_id = $1 AND h.kind = $2 AND h.old_id = told.new_id)
     SELECT old_id, new_id FROM told`,
    [portalId, kind, ids],
  );
  return new Map(rows.map((row) => [row.old_id, row.new_id]));
}

export async function forgetMergeHints(query: Query, portalId: number, before: number): Promise<number> {
  const gone = await query('DELETE FROM merge_hints WHERE portal_id = $1 AND told_at < $2 RETURNING 1', [
    portalId,
    before,
  ]);
  return gone.length;
}
