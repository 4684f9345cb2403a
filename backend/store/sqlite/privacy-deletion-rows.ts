/** Deletions for privacy: what waits, and the proof of what was done. */
import type { RecordMerge } from '../../handoff/hubspot-changes.ts';
import { addErased, isNothing, nothingErased } from '../erased-counts.ts';
import type { PrivacyDeletion, PrivacyOutcome, WaitingPrivacyDeletion } from '../forgetting-store.ts';
import type { Erased } from '../receipt-store.ts';
import type { SqliteConnection } from './connection.ts';
import { knownPrivacyHash, privacyHash } from './privacy-hash.ts';

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
  wantForgotten(connection, portalId, contactIds, now);
  for (const { oldIds, newId } of merged) {
    if (isDeleted.get(portalId, hash(newId)) !== undefined) wantForgotten(connection, portalId, oldIds, now);
  }
}

/** These wait to be forgotten, and what was merged into them; but not those of whom somebody was erased already. */
function wantForgotten(
  connection: SqliteConnection,
  portalId: number,
  contactIds: readonly string[],
  now: number,
): void {
  const hash = privacyHash(connection, portalId);
  const want = connection.statement(
    `INSERT INTO privacy_deletions (portal_id, contact_hash, contact_id, told_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (portal_id, contact_hash) DO UPDATE SET contact_id = excluded.contact_id, told_at = excluded.told_at,
       done_at = NULL, outcome = NULL
       WHERE done_at IS NOT NULL AND outcome <> 'erased'`,
  );
  const ids = contactIds.flatMap((id) => [id, ...formerIds(connection, portalId, id)]);
  for (const id of ids) want.run(portalId, hash(id), id, now);
}

/**
 * Somebody is linked to this contact only now: if HubSpot deleted it for privacy before, it waits to be forgotten once more. Within
 * the transaction that links. A contact that HubSpot still had is none that was deleted.
 */
export function noteLateLink(connection: SqliteConnection, portalId: number, contactId: string): void {
  const hash = knownPrivacyHash(connection, portalId);
  if (hash === null) return;
  connection
    .statement(
      `UPDATE privacy_deletions SET contact_id = ?, done_at = NULL, outcome = NULL
       WHERE portal_id = ? AND contact_hash = ? AND done_at IS NOT NULL AND outcome <> 'still there'`,
    )
    .run(contactId, portalId, hash(contactId));
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
    .map(({ contact_id, told_at }) => ({ contactId: contact_id, toldAt: told_at }));
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

/** Within the transaction that erases. */
export function addToProof(
  connection: SqliteConnection,
  portalId: number,
  contactId: string,
  erased: Partial<Erased>,
): void {
  if (isNothing(erased)) return;
  const contactHash = privacyHash(connection, portalId)(contactId);
  const row = connection
    .statement<{ erased_json: string | null }>(
      'SELECT erased_json FROM privacy_deletions WHERE portal_id = ? AND contact_hash = ?',
    )
    .get(portalId, contactHash);
  if (row === undefined) return;
  const sum = addErased(row.erased_json === null ? nothingErased : JSON.parse(row.erased_json), erased);
  connection
    .statement('UPDATE privacy_deletions SET erased_json = ? WHERE portal_id = ? AND contact_hash = ?')
    .run(JSON.stringify(sum), portalId, contactHash);
}

export function endPrivacyDeletion(
  connection: SqliteConnection,
  portalId: number,
  contactId: string,
  found: 'nobody of ours' | 'still there',
  now: number,
): void {
  const contactHash = privacyHash(connection, portalId)(contactId);
  connection.transaction(() => {
    connection
      .statement(
        `UPDATE privacy_deletions SET contact_id = NULL, done_at = ?, outcome = CASE WHEN erased_json IS NULL THEN ? ELSE 'erased' END
         WHERE portal_id = ? AND contact_hash = ?`,
      )
      .run(now, found, portalId, contactHash);
    if (found === 'still there') return;
    connection
      .statement("DELETE FROM merge_hints WHERE portal_id = ? AND kind = 'contact' AND (old_id = ? OR new_id = ?)")
      .run(portalId, contactId, contactId);
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
      erased: row.erased_json === null ? null : addErased(JSON.parse(row.erased_json), {}),
    }));
}
