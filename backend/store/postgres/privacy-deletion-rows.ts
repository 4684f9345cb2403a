/** Deletions for privacy: what waits, and the proof of what was done. */
import type { RecordMerge } from '../../handoff/hubspot-changes.ts';
import type { PrivacyDeletion, PrivacyOutcome, WaitingPrivacyDeletion } from '../forgetting-store.ts';
import type { Erased } from '../receipt-store.ts';
import type { Query } from './connection.ts';
import { privacyHash } from './privacy-hash.ts';

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
  await want(query, portalId, contactIds, hash, now);
  for (const { oldIds, newId } of merged) {
    const deleted = await query('SELECT FROM privacy_deletions WHERE portal_id = $1 AND contact_hash = $2', [
      portalId,
      hash(newId),
    ]);
    if (deleted.length > 0) await want(query, portalId, oldIds, hash, now);
  }
}

async function want(
  query: Query,
  portalId: number,
  contactIds: readonly string[],
  hash: (id: string) => string,
  now: number,
): Promise<void> {
  const ids = [...new Set(contactIds)];
  await query(
    `INSERT INTO privacy_deletions AS known (portal_id, contact_hash, contact_id, told_at)
     SELECT $1, contact_hash, contact_id, $2 FROM unnest($3::text[], $4::text[]) AS told (contact_hash, contact_id)
     ON CONFLICT (portal_id, contact_hash) DO UPDATE SET contact_id = excluded.contact_id, told_at = excluded.told_at,
       done_at = NULL, outcome = NULL
       WHERE known.done_at IS NOT NULL AND known.outcome <> 'erased'`,
    [portalId, now, ids.map(hash), ids],
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
  const waiting: WaitingPrivacyDeletion[] = [];
  for (const { contact_id: contactId, told_at: toldAt } of rows) {
    waiting.push({ contactId, formerIds: await formerIds(query, portalId, contactId), toldAt });
  }
  return waiting;
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

/** Within a transaction. */
export async function endPrivacyDeletion(
  query: Query,
  portalId: number,
  contactId: string,
  { outcome, erased }: { outcome: PrivacyOutcome; erased: Erased | null },
  now: number,
): Promise<void> {
  const hash = await privacyHash(query, portalId);
  const former = await formerIds(query, portalId, contactId);
  await query(
    `UPDATE privacy_deletions SET contact_id = NULL, done_at = $3, outcome = $4, erased_json = $5
     WHERE portal_id = $1 AND contact_hash = $2`,
    [portalId, hash(contactId), now, outcome, erased === null ? null : JSON.stringify(erased)],
  );
  if (outcome === 'still there') return;
  await query(
    `DELETE FROM merge_hints WHERE portal_id = $1 AND kind = 'contact'
       AND (old_id = ANY ($2::text[]) OR new_id = ANY ($2::text[]))`,
    [portalId, [contactId, ...former]],
  );
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
    erased: row.erased_json === null ? null : JSON.parse(row.erased_json),
  }));
}
