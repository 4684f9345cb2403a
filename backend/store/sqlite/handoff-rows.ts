/** Rows of handoffs and what hangs on them: wakes, answers to calls. */
import { type Handoff, isOpen } from '../../handoff/handoff.ts';
import { type HandoffHistory, type HandoffRow, noHistory, toHandoff, toHistory } from '../stored-handoffs.ts';
import type { SqliteConnection } from './connection.ts';

const parse = (row: HandoffRow | undefined): Handoff | null => (row ? toHandoff(row) : null);

export function loadHandoff(connection: SqliteConnection, portalId: number, handoffId: number): Handoff | null {
  return parse(
    connection
      .statement<HandoffRow>('SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND handoff_id = ?')
      .get(portalId, handoffId),
  );
}

export function loadOpenHandoff(connection: SqliteConnection, portalId: number, personId: number): Handoff | null {
  return parse(
    connection
      .statement<HandoffRow>(
        'SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND person_id = ? AND is_open = 1',
      )
      .get(portalId, personId),
  );
}

/** Here and below, the + keeps SQLite from walking all handoffs by handoff_id in place of looking the person up. */
export function loadHandoffHistory(connection: SqliteConnection, portalId: number, personId: number): HandoffHistory {
  // Most people have none, and preparing to sort costs more than looking.
  const any = connection.statement('SELECT 1 FROM handoffs WHERE portal_id = ? AND person_id = ? LIMIT 1');
  if (any.get(portalId, personId) === undefined) return noHistory;
  return toHistory(
    connection
      .statement<HandoffRow>(
        'SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND person_id = ? ORDER BY +handoff_id DESC',
      )
      .all(portalId, personId),
  );
}

/** The AE of another open handoff at the company, newest first. */
export function loadCompanyOwner(
  connection: SqliteConnection,
  portalId: number,
  companyId: number | null,
  personId: number,
): string | null {
  if (companyId === null) return null;
  const rows = connection
    .statement<HandoffRow>(
      `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND company_id = ? AND is_open = 1 AND person_id <> ?
       ORDER BY +handoff_id DESC LIMIT 20`,
    )
    .all(portalId, companyId, personId);
  return rows.map((row) => parse(row)?.owner?.id ?? null).find((id) => id !== null) ?? null;
}

/** False when the stored handoff has changed since `handoff` was read: nothing is written then. */
export function saveHandoff(connection: SqliteConnection, portalId: number, handoff: Handoff): boolean {
  const stored = loadHandoff(connection, portalId, handoff.handoffId);
  if (stored && stored.revision !== handoff.revision) return false;
  const next: Handoff = { ...handoff, revision: handoff.revision + 1 };
  connection
    .statement(
      `INSERT INTO handoffs (portal_id, handoff_id, person_id, company_id, contact_id, hubspot_company_id, status, is_open,
         opened_at, closed_at, handoff_json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (portal_id, handoff_id) DO UPDATE SET person_id = excluded.person_id, company_id = excluded.company_id,
         contact_id = excluded.contact_id, hubspot_company_id = excluded.hubspot_company_id, status = excluded.status,
         is_open = excluded.is_open, closed_at = excluded.closed_at, handoff_json = excluded.handoff_json`,
    )
    .run(
      portalId,
      next.handoffId,
      next.personId,
      next.companyId,
      next.contactId,
      next.hubspotCompanyId,
      next.status,
      isOpen(next.status) ? 1 : 0,
      next.openedAt,
      next.closedAt,
      JSON.stringify(next),
    );
  return true;
}

export type WakeKind = 'person' | 'company' | 'handoff';

export function setWake(
  connection: SqliteConnection,
  portalId: number,
  kind: WakeKind,
  subjectId: number,
  dueAt: number | null,
): void {
  if (dueAt === null) {
    connection
      .statement('DELETE FROM wakes WHERE portal_id = ? AND kind = ? AND subject_id = ?')
      .run(portalId, kind, subjectId);
    return;
  }
  connection
    .statement(
      `INSERT INTO wakes (portal_id, kind, subject_id, due_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (portal_id, kind, subject_id) DO UPDATE SET due_at = excluded.due_at WHERE due_at <> excluded.due_at`,
    )
    .run(portalId, kind, subjectId, dueAt);
}
