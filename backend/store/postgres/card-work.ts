/** What the contact card shows of one contact. Everything is looked up by key, so that it stays quick in a large portal. */
import type { Usage } from '@zo/shared';
import type { CardWork } from '../handoff-store.ts';
import type { Query } from './connection.ts';
import { loadDecision, loadHistory } from './handoff-rows.ts';
import { isKept } from './kept-events.ts';
import { subjectOfRecord } from './record-rows.ts';
import { contactWork } from './record-work.ts';
import { liveUsage } from './usage-columns.ts';

/** Of a larger company the newest members are looked at. */
const mostMembers = 500;
const mostHandoffs = 5;

export async function cardWork(query: Query, portalId: number, contactId: string): Promise<CardWork | null> {
  const personId = await subjectOfRecord(query, portalId, 'contact', contactId);
  const [work] = personId === null ? [] : await contactWork(query, portalId, [personId]);
  if (personId === null || work === undefined) return null;
  const { handoffs, newest } = await loadHistory(query, portalId, personId);
  return {
    ...work,
    decision: await loadDecision(query, portalId, personId),
    handoffs: handoffs.slice(0, mostHandoffs),
    newest,
    people: work.company === null ? [] : await activePeople(query, portalId, work.company.companyId),
    dirtySince: await dirtySince(query, portalId, personId),
  };
}

/** When the person was marked to be decided again; null when nothing waits. */
export async function dirtySince(query: Query, portalId: number, personId: number): Promise<number | null> {
  const [row] = await query<{ since: number }>(
    'SELECT since FROM dirty_persons WHERE portal_id = $1 AND person_id = $2',
    [portalId, personId],
  );
  return row?.since ?? null;
}

async function activePeople(query: Query, portalId: number, companyId: number): Promise<CardWork['people']> {
  const rows = await query<{ profile_json: string; usage: string; record_id: string | null }>(
    `SELECT p.profile_json, p.${await liveUsage(query, portalId)} AS usage, r.record_id
     FROM (SELECT person_id FROM members WHERE portal_id = $1 AND company_id = $2 ORDER BY person_id DESC LIMIT $3) m
     JOIN persons p ON p.portal_id = $1 AND p.person_id = m.person_id
     LEFT JOIN records r ON r.portal_id = $1 AND r.kind = 'contact' AND r.subject_id = m.person_id`,
    [portalId, companyId, mostMembers],
  );
  return rows
    .flatMap((row) => {
      const { lastActiveAt } = JSON.parse(row.usage) as Usage;
      return lastActiveAt === null ? [] : [{ row, lastActiveAt }];
    })
    .sort((one, other) => other.lastActiveAt - one.lastActiveAt)
    .slice(0, 5)
    .map(({ row, lastActiveAt }) => ({
      profile: JSON.parse(row.profile_json),
      lastActiveAt,
      contactId: row.record_id,
    }));
}

export async function hasEvents(query: Query, portalId: number): Promise<boolean> {
  const rows = await query(`SELECT 1 FROM events WHERE portal_id = $1 AND ${isKept} AND source <> 'sample' LIMIT 1`, [
    portalId,
  ]);
  return rows.length > 0;
}
