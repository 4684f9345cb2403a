/** The home page's part of the store on SQLite: every list has a bound, and an index that gives it in its order. */
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
import type { SqliteConnection } from './connection.ts';
import { countPeople } from './count-people.ts';
import { liveUsage } from './usage-columns.ts';

export function homeCommands(connection: SqliteConnection): HomeStore {
  return {
    handoffsSince: async (portalId, since, limit) => handoffsSince(connection, portalId, since, limit),
    pressingHandoffs: async (portalId, limit) => pressingHandoffs(connection, portalId, limit),
    handoffsNow: async (portalId, since) => handoffsNow(connection, portalId, since),
    handoffsInReview: async (portalId, limit) =>
      connection
        .statement<HandoffRow>(
          `SELECT handoff_json, person_id FROM handoffs INDEXED BY handoffs_in_review
           WHERE portal_id = ? AND status = 'in_review' ORDER BY opened_at LIMIT ?`,
        )
        .all(portalId, limit)
        .map(toHandoff),
    nearMisses: async (portalId, limit) => nearMisses(connection, portalId, limit),
    namedPersons: async (portalId, personIds) => namedPersons(connection, portalId, personIds),
    lastEventAt: async (portalId) =>
      connection
        .statement<{ at: number | null }>(
          `SELECT CASE WHEN source IN ('backfill', 'browser backfill')
             THEN (SELECT max(last_seen_at) FROM events_seen WHERE portal_id = ?) ELSE received_at END AS at
           FROM events WHERE portal_id = ? AND source <> 'sample' ORDER BY seq DESC LIMIT 1`,
        )
        .get(portalId, portalId)?.at ?? null,
    peopleToDecide: async (portalId, most) => countUpTo(connection, toDecide, portalId, most),
    effectsToDeliver: async (portalId, most) => countUpTo(connection, toDeliver, portalId, most),
    effectsFailed: async (portalId, most) => countUpTo(connection, failed, portalId, most),
    failedEffects: async (portalId, limit) => failedEffects(connection, portalId, limit),
    countPeople: async (portalId, after, limit) => countPeople(connection, portalId, after, limit),
    handoffsCame: async (portalId, after, limit) => handoffsCame(connection, portalId, after, limit),
  };
}

/** Each half comes in the order of an index: those of migrations 0012 and 0011. */
function handoffsSince(connection: SqliteConnection, portalId: number, since: number, limit: number) {
  const handedOff = "json_extract(handoff_json, '$.handedOffAt')";
  const newest = (column: string) =>
    connection
      .statement<HandoffRow & { at: number; handoff_id: number }>(
        `SELECT handoff_id, handoff_json, person_id, ${column} AS at FROM handoffs WHERE portal_id = ? AND ${column} >= ?
         ORDER BY ${column} DESC LIMIT ?`,
      )
      .all(portalId, since, limit);
  const rows = new Map([...newest('opened_at'), ...newest(handedOff)].map((row) => [row.handoff_id, row]));
  return [...rows.values()]
    .sort((one, other) => other.at - one.at || other.handoff_id - one.handoff_id)
    .slice(0, limit)
    .map(toHandoff);
}

/** Each half comes from an index of those alone: of migrations 0014 and 0009. */
function pressingHandoffs(connection: SqliteConnection, portalId: number, limit: number) {
  const held = "json_extract(handoff_json, '$.heldSince')";
  const rows = connection
    .statement<HandoffRow & { handoff_id: number; opened_at: number }>(
      `SELECT handoff_id, handoff_json, person_id, opened_at FROM (
         SELECT * FROM handoffs INDEXED BY handoffs_overdue
         WHERE portal_id = ? AND status = 'breached' ORDER BY opened_at LIMIT ?)
       UNION
       SELECT handoff_id, handoff_json, person_id, opened_at FROM (
         SELECT * FROM handoffs INDEXED BY handoffs_held
         WHERE portal_id = ? AND is_open = 1 AND ${held} IS NOT NULL ORDER BY ${held}, handoff_id LIMIT ?)`,
    )
    .all(portalId, limit, portalId, limit);
  return rows
    .sort((one, other) => one.opened_at - other.opened_at || one.handoff_id - other.handoff_id)
    .slice(0, limit)
    .map(toHandoff);
}

function handoffsNow(connection: SqliteConnection, portalId: number, since: number): HandoffsNow {
  return connection
    .statement<HandoffsNow>(
      `SELECT
         (SELECT count(*) FROM handoffs WHERE portal_id = ? AND opened_at >= ?) AS opened,
         (SELECT count(*) FROM handoffs WHERE portal_id = ? AND json_extract(handoff_json, '$.handedOffAt') >= ?) AS handedOff,
         (SELECT count(*) FROM handoffs INDEXED BY handoffs_overdue WHERE portal_id = ? AND status = 'breached') AS overdue`,
    )
    .get(portalId, since, portalId, since, portalId)!;
}

function nearMisses(connection: SqliteConnection, portalId: number, limit: number): NearMiss[] {
  return connection
    .statement<{ person_id: number; score: number; readiness: string }>(
      `SELECT person_id, json_extract(decision_json, '$.score.points') AS score,
         json_extract(decision_json, '$.readiness') AS readiness
       FROM decisions INDEXED BY decisions_one_short
       WHERE portal_id = ? AND gate = 'not_ready' AND json_extract(decision_json, '$.readiness.conditionsMissing') = 1
         AND NOT EXISTS (SELECT 1 FROM persons p
                         WHERE p.portal_id = decisions.portal_id AND p.person_id = decisions.person_id
                           AND json_extract(p.profile_json, '$.isSample') = 1)
       ORDER BY json_extract(decision_json, '$.score.points') DESC LIMIT ?`,
    )
    .all(portalId, limit)
    .map(({ person_id: personId, score, readiness }) => ({ personId, score, readiness: JSON.parse(readiness) }));
}

function namedPersons(connection: SqliteConnection, portalId: number, personIds: readonly number[]): NamedPerson[] {
  return connection
    .statement<NamedRow & { last_active_at: number | null }>(
      `SELECT p.person_id, p.profile_json, c.profile_json AS company_json, r.record_id, r.facts_json,
         json_extract(p.${liveUsage(connection, portalId)}, '$.lastActiveAt') AS last_active_at
       FROM json_each(?) CROSS JOIN persons p ON p.portal_id = ? AND p.person_id = json_each.value
       LEFT JOIN companies c ON c.portal_id = p.portal_id AND c.company_id = p.company_id
       LEFT JOIN records r ON r.portal_id = p.portal_id AND r.kind = 'contact' AND r.subject_id = p.person_id`,
    )
    .all(JSON.stringify(personIds), portalId)
    .map((row) => toNamedPerson(row, row.last_active_at));
}

const toDecide =
  'SELECT since AS at FROM dirty_persons INDEXED BY dirty_persons_soon WHERE portal_id = ? AND why <> 2 ORDER BY since';
/** In the order of lanes and priorities: with more than are counted, the oldest need not be among them. */
const toDeliver = `SELECT created_at AS at FROM outbox INDEXED BY outbox_ready WHERE portal_id = ? AND state = 'pending'`;
const failed = `SELECT created_at AS at FROM outbox INDEXED BY outbox_troubled
  WHERE portal_id = ? AND state IN ('failed', 'unconfirmed') ORDER BY created_at`;

function countUpTo(connection: SqliteConnection, rows: string, portalId: number, most: number): BoundedCount {
  const found = connection
    .statement<{ count: number; oldestAt: number | null }>(
      `SELECT count(*) AS count, min(at) AS oldestAt FROM (${rows} LIMIT ?) m`,
    )
    .get(portalId, most + 1)!;
  return { ...found, count: Math.min(found.count, most), isMore: found.count > most };
}

function failedEffects(connection: SqliteConnection, portalId: number, limit: number): FailedEffect[] {
  return connection
    .statement<Omit<FailedEffect, 'reason'> & ResultRow>(
      `SELECT effect_key AS key, kind, state, created_at AS createdAt, result_json
       FROM outbox INDEXED BY outbox_troubled
       WHERE portal_id = ? AND state IN ('failed', 'unconfirmed') ORDER BY created_at DESC LIMIT ?`,
    )
    .all(portalId, limit)
    .map(withReason);
}

function handoffsCame(connection: SqliteConnection, portalId: number, after: number, limit: number): HandoffCame[] {
  return connection
    .statement<{ handoff_id: number; person_id: number; handed_off: number; engaged: number; won: number }>(
      `SELECT handoff_id, person_id, json_extract(handoff_json, '$.handedOffAt') IS NOT NULL AS handed_off,
         json_extract(handoff_json, '$.touch') IS NOT NULL AS engaged, status = 'won' AS won
       FROM handoffs WHERE portal_id = ? AND handoff_id > ? ORDER BY handoff_id LIMIT ?`,
    )
    .all(portalId, after, limit)
    .map((row) => ({
      handoffId: row.handoff_id,
      personId: row.person_id,
      handedOff: row.handed_off === 1,
      engaged: row.engaged === 1,
      won: row.won === 1,
    }));
}
