/** Deletions for privacy: what waits, and the proof of what was done. */
import type { RecordMerge } from '../../handoff/hubspot-changes.ts';
import { addErased, isNothing, nothingErased } from '../erased-counts.ts';
import type { PrivacyDeletion, PrivacyOutcome, WaitingPrivacyDeletion } from '../forgetting-store.ts';
import type { Erased } from '../receipt-store.ts';
import type { Query } from './connection.ts';
import { knownPrivacyHash, privacyHash } from './privacy-hash.ts';

/** What HubSpot told of them; and of a merge into a contact that it deleted for privacy before. */
export async function notePrivacyDeletions(
  query: Query,
  portalId: number,
  contactIds: readonly string[],
  merges: readonly RecordMerge[],
  now: number,
): Promise<void> {
  const merged = merges.filter(({ kind }) => kind === 'contact');
  if (contactIds.length + merged.length === 0) return;
  const hash = await privacyHash(query, portalId);
  await wantForgotten(query, portalId, contactIds, now);
  for (const { oldIds, newId } of merged) {
    const deleted = await query('SELECT FROM privacy_deletions WHERE portal_id = $1 AND contact_hash = $2', [
      portalId,
      hash(newId),
    ]);
    if (deleted.length > 0) await wantForgotten(query, portalId, oldIds, now);
  }
}

/** These wait to be forgotten, and what was merged into them; but not those of whom somebody was erased already. */
async function wantForgotten(
  query: Query,
  portalId: number,
  contactIds: readonly string[],
  now: number,
): Promise<void> {
  const wanted = new Set(contactIds);
  for (const id of contactIds) for (const former of await formerIds(query, portalId, id)) wanted.add(former);
  if (wanted.size === 0) return;
  const ids = [...wanted];
  const hash = await privacyHash(query, portalId);
  await query(
    `INSERT INTO privacy_deletions AS known (portal_id, contact_hash, contact_id, told_at)
     SELECT $1, contact_hash, contact_id, $2 FROM unnest($3::text[], $4::text[]) AS told (contact_hash, contact_id)
     ON CONFLICT (portal_id, contact_hash) DO UPDATE SET contact_id = excluded.contact_id, told_at = excluded.told_at,
       done_at = NULL, outcome = NULL
       WHERE known.done_at IS NOT NULL AND known.outcome <> 'erased'`,
    [portalId, now, ids.map(hash), ids],
  );
}

/**
 * Somebody is linked to these contacts only now: those that HubSpot deleted for privacy before wait to be forgotten once more. Within
 * the transaction that links. A contact that HubSpot still had is none that was deleted.
 */
export async function noteLateLinks(query: Query, portalId: number, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  const hash = await knownPrivacyHash(query, portalId);
  if (hash === null) return;
  await query(
    `UPDATE privacy_deletions SET contact_id = linked.contact_id, done_at = NULL, outcome = NULL
     FROM unnest($2::text[], $3::text[]) AS linked (contact_hash, contact_id)
     WHERE privacy_deletions.portal_id = $1 AND privacy_deletions.contact_hash = linked.contact_hash
       AND done_at IS NOT NULL AND outcome <> 'still there'`,
    [portalId, contactIds.map(hash), contactIds],
  );
}

export async function waitingPrivacyDeletions(
  query: Query,
  portalId: number,
  limit: number,
): Promise<WaitingPrivacyDeletion[]> {
  const rows = await query<{ contact_id: string; told_at: number }>(
    `SELECT contact_id, told_at FROM privacy_deletions WHERE portal_id = $1 AND done_at IS NULL
     ORDER BY told_at, contact_hash LIMIT $2`,
    [portalId, limit],
  );
  return rows.map(({ contact_id, told_at }) => ({ contactId: contact_id, toldAt: told_at }));
}

async function formerIds(query: Query, portalId: number, contactId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `WITH RECURSIVE former (id) AS (
       SELECT $2::text COLLATE "C" UNION
       SELECT h.old_id FROM former JOIN merge_hints h
         ON h.portal_id = $1 AND h.kind = 'contact' AND h.new_id = former.id)
     SELECT id FROM former WHERE id <> $2`,
    [portalId, contactId],
  );
  return rows.map(({ id }) => id);
}

/** Within the transaction that erases. */
export async function addToProof(
  query: Query,
  portalId: number,
  contactId: string,
  erased: Partial<Erased>,
): Promise<void> {
  if (isNothing(erased)) return;
  const hash = await privacyHash(query, portalId);
  const [row] = await query<{ erased_json: string | null }>(
    'SELECT erased_json FROM privacy_deletions WHERE portal_id = $1 AND contact_hash = $2 FOR UPDATE',
    [portalId, hash(contactId)],
  );
  if (row === undefined) return;
  const sum = addErased(row.erased_json === null ? nothingErased : JSON.parse(row.erased_json), erased);
  await query('UPDATE privacy_deletions SET erased_json = $3 WHERE portal_id = $1 AND contact_hash = $2', [
    portalId,
    hash(contactId),
    JSON.stringify(sum),
  ]);
}

/** Within a transaction. */
export async function endPrivacyDeletion(
  query: Query,
  portalId: number,
  contactId: string,
  found: 'nobody of ours' | 'still there',
  now: number,
): Promise<void> {
  const hash = await privacyHash(query, portalId);
  await query(
    `UPDATE privacy_deletions SET contact_id = NULL, done_at = $3, outcome = CASE WHEN erased_json IS NULL THEN $4 ELSE 'erased' END
     WHERE portal_id = $1 AND contact_hash = $2`,
    [portalId, hash(contactId), now, found],
  );
  if (found === 'still there') return;
  await query("DELETE FROM merge_hints WHERE portal_id = $1 AND kind = 'contact' AND (old_id = $2 OR new_id = $2)", [
    portalId,
    contactId,
  ]);
}

type DeletionRow = {
  contact_hash: string;
  told_at: number;
  done_at: number | null;
  outcome: PrivacyOutcome | null;
  erased_json: string | null;
};

export async function listPrivacyDeletions(query: Query, portalId: number, limit: number): Promise<PrivacyDeletion[]> {
  const rows = await query<DeletionRow>(
    `SELECT contact_hash, told_at, done_at, outcome, erased_json FROM privacy_deletions
     WHERE portal_id = $1 ORDER BY told_at DESC, contact_hash LIMIT $2`,
    [portalId, limit],
  );
  return rows.map((row) => ({
    contactHash: row.contact_hash,
    toldAt: row.told_at,
    doneAt: row.done_at,
    outcome: row.outcome,
    erased: row.erased_json === null ? null : addErased(JSON.parse(row.erased_json), {}),
  }));
}
