/** Who did what, written before it is done. */
import type { AuditEntry, Deed, DoneDeed, NewAuditEntry } from '../settings-store.ts';
import { type AuditRow, toAuditEntry } from '../stored-audit.ts';
import type { Query } from './connection.ts';
import { takeCounter } from './rows.ts';

/** Under the portal's lock. */
export async function beginAudit(
  query: Query,
  portalId: number,
  entry: NewAuditEntry,
  now: number,
): Promise<{ entry: AuditEntry; isNew: boolean }> {
  const [known] = await query<AuditRow>('SELECT * FROM audit WHERE portal_id = $1 AND request_id = $2', [
    portalId,
    entry.requestId,
  ]);
  if (known) return { entry: toAuditEntry(known), isNew: false };
  const auditId = await takeCounter(query, portalId, 'audit', 1);
  const { requestId, author, deed, detail } = entry;
  await query(
    'INSERT INTO audit (portal_id, audit_id, request_id, at, author, deed, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [portalId, auditId, requestId, now, author, deed, detail],
  );
  return { entry: { ...entry, auditId, at: now, ended: null }, isNew: true };
}

export async function endAudit(
  query: Query,
  portalId: number,
  auditId: number,
  { at, outcome, answer }: NonNullable<AuditEntry['ended']>,
): Promise<void> {
  await query(
    `UPDATE audit SET ended_at = $3, outcome = $4, answer_json = $5
     WHERE portal_id = $1 AND audit_id = $2 AND ended_at IS NULL`,
    [portalId, auditId, at, outcome, JSON.stringify(answer)],
  );
}

export async function loadAudit(
  query: Query,
  portalId: number,
  { before, limit }: { before?: number; limit: number },
): Promise<AuditEntry[]> {
  const rows = await query<AuditRow>(
    'SELECT * FROM audit WHERE portal_id = $1 AND audit_id < $2 ORDER BY audit_id DESC LIMIT $3',
    [portalId, before ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return rows.map(toAuditEntry);
}

/** Who did it last, and when; what was refused or goes on was not done. */
export async function loadLastDone(query: Query, portalId: number, deed: Deed): Promise<DoneDeed | null> {
  const [row] = await query<DoneDeed>(
    `SELECT ended_at AS at, author FROM audit WHERE portal_id = $1 AND deed = $2 AND outcome = 'done'
     ORDER BY audit_id DESC LIMIT 1`,
    [portalId, deed],
  );
  return row ?? null;
}
