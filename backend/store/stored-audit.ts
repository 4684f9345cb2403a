/** Rows of the audit, which both databases keep in the same columns, and what they are read as. */
import type { AuditEntry, AuditOutcome, Deed } from './settings-store.ts';

export type AuditRow = {
  audit_id: number;
  request_id: string;
  at: number;
  author: string;
  deed: Deed;
  detail: string;
  ended_at: number | null;
  outcome: AuditOutcome | null;
  answer_json: string | null;
};

export function toAuditEntry(row: AuditRow): AuditEntry {
  const { request_id: requestId, audit_id: auditId, ended_at: endedAt, outcome, at, author, deed, detail } = row;
  const answer = row.answer_json === null ? null : JSON.parse(row.answer_json);
  const ended = endedAt === null || outcome === null ? null : { at: endedAt, outcome, answer };
  return { requestId, author, deed, detail, auditId, at, ended };
}
