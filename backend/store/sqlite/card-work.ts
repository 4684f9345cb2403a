/** What the contact card shows of one contact. Everything is looked up by key, so that it stays quick in a large portal. */
import type { CardWork } from '../handoff-store.ts';
import type { SqliteConnection } from './connection.ts';
import { loadDecision } from './decision-inputs.ts';
import { loadHandoffHistory } from './handoff-rows.ts';
import { subjectOfRecord } from './record-rows.ts';
import { contactWork } from './record-work.ts';
import { liveUsage } from './usage-columns.ts';

/** Of a larger company the newest members are looked at. */
const mostMembers = 500;
const mostHandoffs = 5;

export function cardWork(connection: SqliteConnection, portalId: number, contactId: string): CardWork | null {
  const personId = subjectOfRecord(connection, portalId, 'contact', contactId);
  const [work] = personId === null ? [] : contactWork(connection, portalId, [personId]);
  if (personId === null || work === undefined) return null;
  const dirty = connection
    .statement<{ since: number }>('SELECT since FROM dirty_persons WHERE portal_id = ? AND person_id = ?')
    .get(portalId, personId);
  const { handoffs, newest } = loadHandoffHistory(connection, portalId, personId);
  return {
    ...work,
    decision: loadDecision(connection, portalId, personId),
    handoffs: handoffs.slice(0, mostHandoffs),
    newest,
    people: work.company === null ? [] : activePeople(connection, portalId, work.company.companyId),
    dirtySince: dirty?.since ?? null,
  };
}

function activePeople(connection: SqliteConnection, portalId: number, companyId: number): CardWork['people'] {
  return connection
    .statement<{ profile_json: string; last_active_at: number; record_id: string | null }>(
      `SELECT p.profile_json, a.last_active_at, r.record_id
       FROM (SELECT p.person_id, json_extract(p.${liveUsage(connection, portalId)}, '$.lastActiveAt') AS last_active_at
             FROM (SELECT person_id FROM members WHERE portal_id = ? AND company_id = ? ORDER BY person_id DESC LIMIT ?) m
             JOIN persons p ON p.portal_id = ? AND p.person_id = m.person_id
             WHERE last_active_at IS NOT NULL
             ORDER BY last_active_at DESC LIMIT 5) a
       JOIN persons p ON p.portal_id = ? AND p.person_id = a.person_id
       LEFT JOIN records r ON r.portal_id = p.portal_id AND r.kind = 'contact' AND r.subject_id = p.person_id
       ORDER BY a.last_active_at DESC`,
    )
    .all(portalId, companyId, mostMembers, portalId, portalId)
    .map((row) => ({
      profile: JSON.parse(row.profile_json),
      lastActiveAt: row.last_active_at,
      contactId: row.record_id,
    }));
}

export function hasEvents(connection: SqliteConnection, portalId: number): boolean {
  return (
    connection.statement("SELECT 1 FROM events WHERE portal_id = ? AND source <> 'sample' LIMIT 1").get(portalId) !==
    undefined
  );
}
