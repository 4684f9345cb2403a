/** The home page's part of the store on PostgreSQL: every list has a bound, and an index that gives it in its order. */
import type { Usage } from '@zo/shared';
import type { StoredDecision } from '../../handoff/decision.ts';
import type {
  BoundedCount,
  FailedEffect,
  HandoffCame,
  HandoffsNow,
  HomeStore,
  NamedPerson,
  NearMiss,
} from '../home-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import { type NamedRow, toNamedPerson } from '../stored-names.ts';
import { type ResultRow, withReason } from '../stored-rows.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { countPeople } from './count-people.ts';
import { isKept } from './kept-events.ts';
import { liveUsage } from './usage-columns.ts';

export function homeCommands({ forPortal, snapshot }: PostgresConnection): HomeStore {
  return {
    handoffsSince: (portalId, since, limit) => handoffsSince(forPortal(portalId), portalId, since, limit),
    pressingHandoffs: (portalId, limit) => pressingHandoffs(forPortal(portalId), portalId, limit),
    handoffsNow: (portalId, since) => handoffsNow(forPortal(portalId), portalId, since),
    async handoffsInReview(portalId, limit) {
      const rows = await forPortal(portalId)<HandoffRow>(
        `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND status = 'in_review'
         ORDER BY opened_at, handoff_id LIMIT $2`,
        [portalId, limit],
      );
      return rows.map(toHandoff);
    },
    nearMisses: (portalId, limit) => nearMisses(forPortal(portalId), portalId, limit),
    namedPersons: (portalId, personIds) => snapshot(portalId, (within) => namedPersons(within, portalId, personIds)),
    async lastEventAt(portalId) {
      const [row] = await forPortal(portalId)<{ at: number | null }>(
        `SELECT CASE WHEN source IN ('backfill', 'browser backfill')
           THEN (SELECT max(last_seen_at) FROM events_seen WHERE portal_id = $1) ELSE received_at END AS at
         FROM events WHERE portal_id = $1 AND ${isKept} AND source <> 'sample' ORDER BY seq DESC LIMIT 1`,
        [portalId],
      );
      return row?.at ?? null;
    },
    peopleToDecide: (portalId, most) => countUpTo(forPortal(portalId), toDecide, portalId, most),
    effectsToDeliver: (portalId, most) => countUpTo(forPortal(portalId), toDeliver, portalId, most),
    effectsFailed: (portalId, most) => countUpTo(forPortal(portalId), failed, portalId, most),
    failedEffects: (portalId, limit) => failedEffects(forPortal(portalId), portalId, limit),
    countPeople: (portalId, after, limit) =>
      snapshot(portalId, (within) => countPeople(within, portalId, after, limit)),
    handoffsCame: (portalId, after, limit) => handoffsCame(forPortal(portalId), portalId, after, limit),
  };
}

/** Each half comes in the order of an index. */
async function handoffsSince(query: Query, portalId: number, since: number, limit: number) {
  const rows = await query<HandoffRow>(
    `SELECT h.handoff_json, h.person_id FROM (
       SELECT handoff_id, max(at) AS at FROM (
         (SELECT handoff_id, opened_at AS at FROM handoffs WHERE portal_id = $1 AND opened_at >= $2
          ORDER BY opened_at DESC, handoff_id DESC LIMIT $3)
         UNION ALL
         (SELECT handoff_id, handed_off_at FROM handoffs WHERE portal_id = $1 AND handed_off_at >= $2
          ORDER BY handed_off_at DESC, handoff_id DESC LIMIT $3)) moments
       GROUP BY handoff_id ORDER BY at DESC, handoff_id DESC LIMIT $3) newest
     JOIN handoffs h ON h.portal_id = $1 AND h.handoff_id = newest.handoff_id
     ORDER BY newest.at DESC, newest.handoff_id DESC`,
    [portalId, since, limit],
  );
  return rows.map(toHandoff);
}

/** Each half comes from an index of those alone. */
async function pressingHandoffs(query: Query, portalId: number, limit: number) {
  const rows = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM (
       (SELECT handoff_id, handoff_json, person_id, opened_at FROM handoffs
        WHERE portal_id = $1 AND status = 'breached' ORDER BY opened_at, handoff_id LIMIT $2)
       UNION
       (SELECT handoff_id, handoff_json, person_id, opened_at FROM handoffs
        WHERE portal_id = $1 AND is_open = 1 AND held_since IS NOT NULL ORDER BY held_since, handoff_id LIMIT $2)) pressing
     ORDER BY opened_at, handoff_id LIMIT $2`,
    [portalId, limit],
  );
  return rows.map(toHandoff);
}

async function handoffsNow(query: Query, portalId: number, since: number): Promise<HandoffsNow> {
  const [row] = await query<HandoffsNow>(
    `SELECT
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND opened_at >= $2) AS opened,
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND handed_off_at >= $2) AS "handedOff",
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND status = 'breached') AS overdue`,
    [portalId, since],
  );
  return row!;
}

async function nearMisses(query: Query, portalId: number, limit: number): Promise<NearMiss[]> {
  const rows = await query<{ person_id: number; decision_json: string }>(
    `SELECT person_id, decision_json FROM decisions d
     WHERE portal_id = $1 AND gate = 'not_ready' AND conditions_missing = 1
       AND NOT EXISTS (SELECT FROM persons p
         WHERE p.portal_id = d.portal_id AND p.person_id = d.person_id AND p.is_sample)
     ORDER BY points DESC, person_id DESC LIMIT $2`,
    [portalId, limit],
  );
  return rows.map(({ person_id: personId, decision_json }) => {
    const { score, readiness } = JSON.parse(decision_json) as StoredDecision;
    return { personId, score: score.points, readiness };
  });
}

async function namedPersons(query: Query, portalId: number, personIds: readonly number[]): Promise<NamedPerson[]> {
  const rows = await query<NamedRow & { usage_json: string }>(
    `SELECT p.person_id, p.profile_json, c.profile_json AS company_json, r.record_id, r.facts_json,
       p.${await liveUsage(query, portalId)} AS usage_json
     FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (person_id, place)
     JOIN persons p ON p.portal_id = $1 AND p.person_id = asked.person_id
     LEFT JOIN companies c ON c.portal_id = p.portal_id AND c.company_id = p.company_id
     LEFT JOIN records r ON r.portal_id = p.portal_id AND r.kind = 'contact' AND r.subject_id = p.person_id
     ORDER BY asked.place`,
    [portalId, personIds],
  );
  return rows.map((row) => toNamedPerson(row, (JSON.parse(row.usage_json) as Usage).lastActiveAt));
}

const toDecide = 'SELECT since AS at FROM dirty_persons WHERE portal_id = $1 AND why <> 2 ORDER BY since, person_id';
/** In the order of lanes and priorities: with more than are counted, the oldest need not be among them. */
const toDeliver = `SELECT created_at AS at FROM outbox WHERE portal_id = $1 AND state = 'pending'
  ORDER BY lane, priority, created_at`;
const failed = `SELECT created_at AS at FROM outbox WHERE portal_id = $1 AND state IN ('failed', 'unconfirmed')
  ORDER BY created_at, effect_key`;

async function countUpTo(query: Query, rows: string, portalId: number, most: number): Promise<BoundedCount> {
  const [found] = await query<{ count: number; oldestAt: number | null }>(
    `SELECT count(*) AS count, min(at) AS "oldestAt" FROM (${rows} LIMIT $2) m`,
    [portalId, most + 1],
  );
  const { count, oldestAt } = found!;
  return { count: Math.min(count, most), oldestAt, isMore: count > most };
}

async function failedEffects(query: Query, portalId: number, limit: number): Promise<FailedEffect[]> {
  const rows = await query<Omit<FailedEffect, 'reason'> & ResultRow>(
    `SELECT effect_key AS key, kind, state, created_at AS "createdAt", result_json FROM outbox
     WHERE portal_id = $1 AND state IN ('failed', 'unconfirmed') ORDER BY created_at DESC, effect_key DESC LIMIT $2`,
    [portalId, limit],
  );
  return rows.map(withReason);
}

async function handoffsCame(query: Query, portalId: number, after: number, limit: number): Promise<HandoffCame[]> {
  const rows = await query<HandoffRow & { handoff_id: number; status: string; handed_off_at: number | null }>(
    `SELECT handoff_id, person_id, handoff_json, status, handed_off_at FROM handoffs
     WHERE portal_id = $1 AND handoff_id > $2 ORDER BY handoff_id LIMIT $3`,
    [portalId, after, limit],
  );
  return rows.map((row) => ({
    handoffId: row.handoff_id,
    personId: row.person_id,
    handedOff: row.handed_off_at !== null,
    engaged: toHandoff(row).touch !== null,
    won: row.status === 'won',
  }));
}
