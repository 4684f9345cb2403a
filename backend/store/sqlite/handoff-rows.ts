/** Rows of handoffs and what hangs on them: wakes, answers to calls. */
import { type Handoff, type HandoffStatus, isOpen } from '../../handoff/handoff.ts';
import { reviveHandoff } from '../../handoff/revive-handoff.ts';
import type { SqliteConnection } from './connection.ts';

export type HandoffRow = { handoff_json: string; person_id: number };

/** The row says whose it is: people who turned out to be one had their handoffs moved there. */
export function toHandoff(row: HandoffRow): Handoff {
  return { ...reviveHandoff(JSON.parse(row.handoff_json)), personId: row.person_id };
}

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
export type HandoffHistory = {
  count: number;
  newest: Handoff | null;
  /** When sales, or a reviewer, last gave the person back, or a deal ended it: the same crossing opens no other one then. */
  returnedAt: number | null;
  /** The score of the crossing that sales gave back; null after a rejection, which asks for nothing more. */
  returnedScore: number | null;
};

/** One that was withdrawn told nobody; one that is not a fit has a gate of its own. */
const cooledDownAfter: ReadonlySet<string> = new Set<HandoffStatus>(['returned', 'rejected', 'won', 'lost']);

/** Whoever deletes a contact takes it away from sales, and a restore does not hand it off once more. */
function endedByDeletion(row: HandoffRow & { status: string }): boolean {
  return row.status === 'withdrawn' && parse(row)?.ending?.kind === 'contact deleted';
}

export function loadHandoffHistory(connection: SqliteConnection, portalId: number, personId: number): HandoffHistory {
  // Most people have none, and preparing to sort costs more than looking.
  const any = connection.statement('SELECT 1 FROM handoffs WHERE portal_id = ? AND person_id = ? LIMIT 1');
  if (any.get(portalId, personId) === undefined) {
    return { count: 0, newest: null, returnedAt: null, returnedScore: null };
  }
  const rows = connection
    .statement<HandoffRow & { status: string; closed_at: number | null }>(
      `SELECT handoff_json, person_id, status, closed_at FROM handoffs
       WHERE portal_id = ? AND person_id = ? ORDER BY +handoff_id DESC`,
    )
    .all(portalId, personId);
  const back = rows.find((row) => cooledDownAfter.has(row.status) || endedByDeletion(row));
  const returned = back?.status === 'returned' ? parse(back) : null;
  return {
    count: rows.length,
    newest: parse(rows[0]),
    returnedAt: back?.closed_at ?? null,
    returnedScore: returned?.receipt?.score.points ?? null,
  };
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
