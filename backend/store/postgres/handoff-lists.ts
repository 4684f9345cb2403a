/** Lists over decisions and handoffs, and the clock's own: what is due. */
import type { Handoff } from '../../handoff/handoff.ts';
import type { ReadyPerson } from '../handoff-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { Query } from './connection.ts';
import { loadDecisions } from './handoff-rows.ts';
import { peopleOfSample } from './sample-people.ts';

export async function listHandoffs(
  query: Query,
  portalId: number,
  { open, limit }: { open?: boolean; limit: number },
): Promise<Handoff[]> {
  const rows = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND ($2::bigint IS NULL OR is_open = $2)
     ORDER BY handoff_id DESC LIMIT $3`,
    [portalId, open === undefined ? null : open ? 1 : 0, limit],
  );
  return rows.map(toHandoff);
}

/** Newest first, open or not. */
export async function handoffsAtCompany(
  query: Query,
  portalId: number,
  companyId: number,
  limit: number,
): Promise<Handoff[]> {
  const rows = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND company_id = $2
     ORDER BY handoff_id DESC LIMIT $3`,
    [portalId, companyId, limit],
  );
  return rows.map(toHandoff);
}

/** Everybody but the sample. */
export async function countGates(query: Query, portalId: number): Promise<Record<string, number>> {
  const rows = await query<{ gate: string; persons: number }>(
    'SELECT gate, count(*) AS persons FROM decisions WHERE portal_id = $1 GROUP BY gate',
    [portalId],
  );
  const counts = new Map(rows.map((row) => [row.gate, row.persons]));
  const sample = await loadDecisions(query, portalId, await peopleOfSample(query, portalId));
  for (const { gate } of sample.values()) counts.set(gate, (counts.get(gate) ?? 0) - 1);
  return Object.fromEntries([...counts].filter(([, persons]) => persons > 0));
}

export async function listReadyPersons(query: Query, portalId: number, limit: number): Promise<ReadyPerson[]> {
  const rows = await query<Omit<ReadyPerson, 'email'> & { profile_json: string }>(
    `SELECT d.person_id AS "personId", p.profile_json, d.gate, d.crossed_at AS "crossedAt", d.points AS score
     FROM decisions d JOIN persons p ON p.portal_id = d.portal_id AND p.person_id = d.person_id
     WHERE d.portal_id = $1 AND d.ready = 'yes' AND d.gate NOT IN ('handed_off', 'sample')
     ORDER BY d.crossed_at DESC LIMIT $2`,
    [portalId, limit],
  );
  return rows.map(({ profile_json, ...ready }) => ({ ...ready, email: JSON.parse(profile_json).email ?? null }));
}

/** Handoffs whose wake is due, earliest first. */
export async function dueHandoffs(query: Query, portalId: number, now: number, limit: number): Promise<number[]> {
  const rows = await query<{ subject_id: number }>(
    `SELECT subject_id FROM wakes WHERE portal_id = $1 AND kind = 'handoff' AND due_at <= $2 ORDER BY due_at LIMIT $3`,
    [portalId, now, limit],
  );
  return rows.map((row) => row.subject_id);
}

export async function heldHandoffs(query: Query, portalId: number, limit: number): Promise<number[]> {
  const rows = await query<{ handoff_id: number }>(
    `SELECT handoff_id FROM handoffs WHERE portal_id = $1 AND is_open = 1 AND held_since IS NOT NULL
     ORDER BY held_since, handoff_id LIMIT $2`,
    [portalId, limit],
  );
  return rows.map((row) => row.handoff_id);
}

export async function nextWakeAt(query: Query, portalId: number): Promise<number | null> {
  const [row] = await query<{ due_at: number | null }>('SELECT min(due_at) AS due_at FROM wakes WHERE portal_id = $1', [
    portalId,
  ]);
  return row?.due_at ?? null;
}
