/** Lists over decisions and handoffs, and the clock's own: what is due. */
import type { Handoff } from '../../handoff/handoff.ts';
import type { ReadyPerson } from '../handoff-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { SqliteConnection } from './connection.ts';
import { loadDecision } from './decision-inputs.ts';
import { peopleOfSample } from './sample-commands.ts';

export function listHandoffs(
  connection: SqliteConnection,
  portalId: number,
  filter: { open?: boolean; limit: number },
): Handoff[] {
  const open = filter.open === undefined ? null : filter.open ? 1 : 0;
  return connection
    .statement<HandoffRow>(
      `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND (? IS NULL OR is_open = ?)
       ORDER BY handoff_id DESC LIMIT ?`,
    )
    .all(portalId, open, open, filter.limit)
    .map(toHandoff);
}

/** Newest first, open or not. */
export function handoffsAtCompany(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  limit: number,
): Handoff[] {
  return connection
    .statement<HandoffRow>(
      `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND company_id = ?
       ORDER BY +handoff_id DESC LIMIT ?`,
    )
    .all(portalId, companyId, limit)
    .map(toHandoff);
}

/** Everybody but the sample. */
export function countGates(connection: SqliteConnection, portalId: number): Record<string, number> {
  const rows = connection
    .statement<{ gate: string; persons: number }>(
      'SELECT gate, count(*) AS persons FROM decisions WHERE portal_id = ? GROUP BY gate',
    )
    .all(portalId);
  const counts = new Map(rows.map((row) => [row.gate, row.persons]));
  for (const personId of peopleOfSample(connection, portalId)) {
    const gate = loadDecision(connection, portalId, personId)?.gate;
    if (gate !== undefined) counts.set(gate, (counts.get(gate) ?? 0) - 1);
  }
  return Object.fromEntries([...counts].filter(([, persons]) => persons > 0));
}

export function listReadyPersons(connection: SqliteConnection, portalId: number, limit: number): ReadyPerson[] {
  return connection
    .statement<ReadyPerson>(
      `SELECT d.person_id AS personId, json_extract(p.profile_json, '$.email') AS email, d.gate, d.crossed_at AS crossedAt,
         json_extract(d.decision_json, '$.score.points') AS score
       FROM decisions d JOIN persons p ON p.portal_id = d.portal_id AND p.person_id = d.person_id
       WHERE d.portal_id = ? AND d.ready = 'yes' AND d.gate NOT IN ('handed_off', 'sample')
       ORDER BY d.crossed_at DESC LIMIT ?`,
    )
    .all(portalId, limit);
}

/** Handoffs whose wake is due, earliest first. */
export function dueHandoffs(connection: SqliteConnection, portalId: number, now: number, limit: number): number[] {
  const rows = connection
    .statement<{ subject_id: number }>(
      `SELECT subject_id FROM wakes WHERE portal_id = ? AND kind = 'handoff' AND due_at <= ? ORDER BY due_at LIMIT ?`,
    )
    .all(portalId, now, limit);
  return rows.map((row) => row.subject_id);
}

/** Through the index of migration 0009, whose expression this is. */
export function heldHandoffs(connection: SqliteConnection, portalId: number, limit: number): number[] {
  return connection
    .statement<{ handoff_id: number }>(
      `SELECT handoff_id FROM handoffs
       WHERE portal_id = ? AND is_open = 1 AND json_extract(handoff_json, '$.heldSince') IS NOT NULL
       ORDER BY json_extract(handoff_json, '$.heldSince'), handoff_id LIMIT ?`,
    )
    .all(portalId, limit)
    .map((row) => row.handoff_id);
}

export function nextWakeAt(connection: SqliteConnection, portalId: number): number | null {
  const row = connection
    .statement<{ due_at: number | null }>('SELECT min(due_at) AS due_at FROM wakes WHERE portal_id = ?')
    .get(portalId);
  return row?.due_at ?? null;
}
