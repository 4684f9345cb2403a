/** Who did what, written before it is done. */
import type { AuditEntry, Deed, DoneDeed, NewAuditEntry } from '../settings-store.ts';
import { type AuditRow, toAuditEntry } from '../stored-audit.ts';
import type { SqliteConnection } from './connection.ts';
import { takeCounter } from './counter-rows.ts';

export function beginAudit(
  connection: SqliteConnection,
  portalId: number,
  entry: NewAuditEntry,
  now: number,
): { entry: AuditEntry; isNew: boolean } {
  return connection.transaction(() => {
    const known = connection
      .statement<AuditRow>('SELECT * FROM audit WHERE portal_id = ? AND request_id = ?')
      .get(portalId, entry.requestId);
    if (known) return { entry: toAuditEntry(known), isNew: false };
    const auditId = takeCounter(connection, portalId, 'audit', 1);
    const { requestId, author, deed, detail } = entry;
    connection
      .statement(
        'INSERT INTO audit (portal_id, audit_id, request_id, at, author, deed, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(portalId, auditId, requestId, now, author, deed, detail);
    return { entry: { ...entry, auditId, at: now, ended: null }, isNew: true };
  });
}

export function endAudit(
  connection: SqliteConnection,
  portalId: number,
  auditId: number,
  { at, outcome, answer }: NonNullable<AuditEntry['ended']>,
): void {
  connection
    .statement(
      'UPDATE audit SET ended_at = ?, outcome = ?, answer_json = ? WHERE portal_id = ? AND audit_id = ? AND ended_at IS NULL',
    )
    .run(at, outcome, JSON.stringify(answer), portalId, auditId);
}

export function loadLastDone(connection: SqliteConnection, portalId: number, deed: Deed): DoneDeed | null {
  const row = connection
    .statement<DoneDeed>(
      `SELECT ended_at AS at, author FROM audit WHERE portal_id = ? AND deed = ? AND outcome = 'done'
       ORDER BY audit_id DESC LIMIT 1`,
    )
    .get(portalId, deed);
  return row ?? null;
}

export function loadAudit(
  connection: SqliteConnection,
  portalId: number,
  { before, limit }: { before?: number; limit: number },
): AuditEntry[] {
  return connection
    .statement<AuditRow>('SELECT * FROM audit WHERE portal_id = ? AND audit_id < ? ORDER BY audit_id DESC LIMIT ?')
    .all(portalId, before ?? Number.MAX_SAFE_INTEGER, limit)
    .map(toAuditEntry);
}
