/** Rows of handoffs, and of decisions. */
import type { PreviousDecision } from '../../handoff/decision.ts';
import { type Handoff, isOpen } from '../../handoff/handoff.ts';
import {
  type DecisionRow,
  type HandoffHistory,
  type HandoffRow,
  noHistory,
  toDecision,
  toHandoff,
  toHistory,
} from '../stored-handoffs.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';

/** Those that are there, by id. */
async function loadHandoffs(query: Query, portalId: number, handoffIds: number[]): Promise<Map<number, Handoff>> {
  const rows = await query<HandoffRow & { handoff_id: number }>(
    `SELECT handoff_id, handoff_json, person_id FROM handoffs
     WHERE portal_id = $1 AND handoff_id = ANY ($2::bigint[])`,
    [portalId, handoffIds],
  );
  return new Map(rows.map((row) => [row.handoff_id, toHandoff(row)]));
}

export async function loadHandoff(query: Query, portalId: number, handoffId: number): Promise<Handoff | null> {
  return (await loadHandoffs(query, portalId, [handoffId])).get(handoffId) ?? null;
}

/** By person. */
export async function loadOpenHandoffs(
  query: Query,
  portalId: number,
  personIds: readonly number[],
): Promise<Map<number, Handoff>> {
  if (personIds.length === 0) return new Map();
  const rows = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM handoffs
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[]) AND is_open = 1`,
    [portalId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, toHandoff(row)]));
}

export async function loadOpenHandoff(query: Query, portalId: number, personId: number): Promise<Handoff | null> {
  return (await loadOpenHandoffs(query, portalId, [personId])).get(personId) ?? null;
}

/** Of those who ever had one, by person. */
export async function loadHistories(
  query: Query,
  portalId: number,
  personIds: readonly number[],
): Promise<Map<number, HandoffHistory>> {
  if (personIds.length === 0) return new Map();
  const rows = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM handoffs
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[]) ORDER BY handoff_id DESC`,
    [portalId, personIds],
  );
  const byPerson = Map.groupBy(rows, (row) => row.person_id);
  return new Map([...byPerson].map(([personId, ofPerson]) => [personId, toHistory(ofPerson)]));
}

export async function loadHistory(query: Query, portalId: number, personId: number): Promise<HandoffHistory> {
  return (await loadHistories(query, portalId, [personId])).get(personId) ?? noHistory;
}

/** The AE of another open handoff at the company, newest first. */
export async function loadCompanyOwner(
  query: Query,
  portalId: number,
  companyId: number | null,
  personId: number,
): Promise<string | null> {
  if (companyId === null) return null;
  const [row] = await query<{ owner_id: string }>(
    `SELECT owner_id FROM handoffs
     WHERE portal_id = $1 AND company_id = $2 AND is_open = 1 AND person_id <> $3 AND owner_id IS NOT NULL
     ORDER BY handoff_id DESC LIMIT 1`,
    [portalId, companyId, personId],
  );
  return row?.owner_id ?? null;
}

/** False when the stored handoff has changed since `handoff` was read: nothing is written then. */
export async function saveHandoff(query: Query, portalId: number, handoff: Handoff): Promise<boolean> {
  return (await saveHandoffs(query, portalId, [handoff])) === 1;
}

/** Of different handoffs. Those that have changed since they were read stay as they are stored; how many were written. */
export async function saveHandoffs(query: Query, portalId: number, handoffs: readonly Handoff[]): Promise<number> {
  if (handoffs.length === 0) return 0;
  const stored = await loadHandoffs(
    query,
    portalId,
    handoffs.map(({ handoffId }) => handoffId),
  );
  const current = handoffs.filter(
    ({ handoffId, revision }) => (stored.get(handoffId)?.revision ?? revision) === revision,
  );
  await query(
    `INSERT INTO handoffs (portal_id, handoff_id, person_id, company_id, contact_id, hubspot_company_id, status, is_open,
       opened_at, closed_at, handoff_json, owner_id, owner_email, owner_reason, given_at, handed_off_at, held_since)
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[],
       $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[],
       $17::bigint[])
     ON CONFLICT (portal_id, handoff_id) DO UPDATE SET person_id = excluded.person_id, company_id = excluded.company_id,
       contact_id = excluded.contact_id, hubspot_company_id = excluded.hubspot_company_id, status = excluded.status,
       is_open = excluded.is_open, closed_at = excluded.closed_at, handoff_json = excluded.handoff_json,
       owner_id = excluded.owner_id, owner_email = excluded.owner_email, owner_reason = excluded.owner_reason,
       given_at = excluded.given_at, handed_off_at = excluded.handed_off_at, held_since = excluded.held_since`,
    [
      portalId,
      ...columns<Handoff, unknown>(
        current.map((handoff) => ({ ...handoff, revision: handoff.revision + 1 })),
        ({ handoffId }) => handoffId,
        ({ personId }) => personId,
        ({ companyId }) => companyId,
        ({ contactId }) => contactId,
        ({ hubspotCompanyId }) => hubspotCompanyId,
        ({ status }) => status,
        ({ status }) => (isOpen(status) ? 1 : 0),
        ({ openedAt }) => openedAt,
        ({ closedAt }) => closedAt,
        (handoff) => JSON.stringify(handoff),
        ({ owner }) => owner?.id ?? null,
        ({ owner }) => owner?.email ?? null,
        ({ owner }) => owner?.reason ?? null,
        ({ owner, handedOffAt }) => (owner === null ? null : (owner.since ?? handedOffAt)),
        ({ handedOffAt }) => handedOffAt,
        ({ heldSince }) => heldSince,
      ),
    ],
  );
  return current.length;
}

/** Those that are there, by person. */
export async function loadDecisions(
  query: Query,
  portalId: number,
  personIds: readonly number[],
): Promise<Map<number, PreviousDecision>> {
  if (personIds.length === 0) return new Map();
  const rows = await query<DecisionRow & { person_id: number }>(
    `SELECT person_id, decided_at, playbook_version, ready, gate, crossed_at, decision_json FROM decisions
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])`,
    [portalId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, toDecision(row)]));
}

export async function loadDecision(query: Query, portalId: number, personId: number): Promise<PreviousDecision | null> {
  return (await loadDecisions(query, portalId, [personId])).get(personId) ?? null;
}
