/** Deletions for privacy: what waits, and the proof of what was done. */
import type { RecordMerge } from '../../handoff/hubspot-changes.ts';
import type { PrivacyDeletion, PrivacyOutcome, WaitingPrivacyDeletion } from '../forgetting-store.ts';
import type { Erased } from '../receipt-store.ts';
import type { SqliteConnection } from './connection.ts';
import { privacyHash } from './privacy-hash.ts';

/** What HubSpot told of them; and of a merge into a contact that it deleted for privacy before. */
export function notePrivacyDeletions(
  connection: SqliteConnection,
  portalId: number,
  contactIds: readonly string[],
  merges: readonly RecordMerge[],
  now: number,
): void {
  const merged = merges.filter(({ kind }) => kind === 'contact');
  if (contactIds.length + merged.length === 0) return;
  const hash = privacyHash(connection, portalId);
  const isDeleted = connection.statement('SELECT 1 FROM privacy_deletions WHERE portal_id = ? AND contact_hash = ?');
  const want = connection.statement(
    `INSERT INTO privacy_deletions (portal_id, contact_hash, contact_id, told_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (portal_id, contact_hash) DO UPDATE SET contact_id = excluded.contact_id, told_at = excluded.told_at,
       done_at = NULL, outcome = NULL
       WHERE done_at IS NOT NULL AND outcome <> 'erased'`,
  );
  for (const id of contactIds) want.run(portalId, hash(id), id, now);
  for (const { oldIds, newId } of merged) {
    if (isDeleted.get(portalId, hash(newId)) === undefined) continue;
    for (const id of oldIds) want.run(portalId, hash(id), id, now);
  }
}

export function waitingPrivacyDeletions(
  connection: SqliteConnection,
  portalId: number,
  limit: number,
): WaitingPrivacyDeletion[] {
  return connection
    .statement<{ contact_id: string; told_at: number }>(
      `SELECT contact_id, told_at FROM privacy_deletions WHERE portal_id = ? AND done_at IS NULL
       ORDER BY told_at, contact_hash LIMIT ?`,
    )
    .all(portalId, limit)
    .map(({ contact_id, told_at }) => ({
      contactId: contact_id,
      formerIds: formerIds(connection, portalId, contact_id),
      toldAt: told_at,
    }));
}

function formerIds(connection: SqliteConnection, portalId: number, contactId: string): string[] {
  return connection
    .statement<{ id: string }>(
      `WITH RECURSIVE former (id) AS (
         SELECT ? UNION
         SELECT h.old_id FROM former JOIN merge_hints h
           ON h.portal_id = ? AND h.kind = 'contact' AND h.new_id = former.id)
       SELECT id FROM former WHERE id <> ?`,
    )
    .all(contactId, portalId, contactId)
    .map(({ id }) => id);
}

export function endPrivacyDeletion(
  connection: SqliteConnection,
  portalId: number,
  contactId: string,
  { outcome, erased }: { outcome: PrivacyOutcome; erased: Erased | null },
  now: number,
): void {
  const contactHash = privacyHash(connection, portalId)(contactId);
  connection.transaction(() => {
    const former = formerIds(connection, portalId, contactId);
    connection
      .statement(
        `UPDATE privacy_deletions SET contact_id = NULL, done_at = ?, outcome = ?, erased_json = ?
         WHERE portal_id = ? AND contact_hash = ?`,
      )
      .run(now, outcome, erased === null ? null : JSON.stringify(erased), portalId, contactHash);
    if (outcome === 'still there') return;
    connection
      .statement(
        `DELETE FROM merge_hints WHERE portal_id = ? AND kind = 'contact'
           AND (old_id IN (SELECT value FROM json_each(?)) OR new_id IN (SELECT value FROM json_each(?)))`,
      )
      .run(portalId, JSON.stringify([contactId, ...former]), JSON.stringify([contactId, ...former]));
  });
}

export function listPrivacyDeletions(connection: SqliteConnection, portalId: number, limit: number): PrivacyDeletion[] {
  return connection
    .statement<{
      contact_hash: string;
      told_at: number;
      done_at: number | null;
      outcome: PrivacyOutcome | null;
      erased_json: string | null;
    }>(
      `SELECT contact_hash, told_at, done_at, outcome, erased_json FROM privacy_deletions
       WHERE portal_id = ? ORDER BY told_at DESC, contact_hash LIMIT ?`,
    )
    .all(portalId, limit)
    .map((row) => ({
      contactHash: row.contact_hash,
      toldAt: row.told_at,
      doneAt: row.done_at,
      outcome: row.outcome,
      erased: row.erased_json === null ? null : JSON.parse(row.erased_json),
    }));
}
