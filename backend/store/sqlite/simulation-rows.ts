/** The simulation part of the store on SQLite. */

import { setImmediate as letOthersRun } from 'node:timers/promises';
import { type CompanyUsage, emptyUsage, localDay } from '@zo/shared';
import type { EventSource } from '../../ingest/event.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import {
  applyMerges,
  beginRebuild,
  countAtCompanies,
  type KnownPerson,
  type Rebuild,
  takeBefore,
  takeKept,
} from '../../usage/rebuild.ts';
import type { FoldedUsage, FoldOptions, SimulationStore, TodayInput } from '../simulation-store.ts';
import type { FoldRules, Normalise } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { inputOf } from './decision-inputs.ts';
import { withTexts } from './event-blocks.ts';
import { loadPerson } from './person-rows.ts';

/** So that a chunk holds others up for a few milliseconds. */
const chunkEvents = 250;
const chunkPersons = 250;

export function simulationCommands(connection: SqliteConnection): SimulationStore {
  return {
    countPersons: async (portalId) => count(connection, portalId, 'persons'),
    everybody: async (portalId, afterPersonId, limit) => everybody(connection, portalId, afterPersonId, limit),
    foldUsage: (portalId, rules, normalise, now, options) =>
      foldUsage(connection, portalId, rules, normalise, now, options),
  };
}

function count(connection: SqliteConnection, portalId: number, table: 'persons' | 'events'): number {
  return connection
    .statement<{ rows: number }>(`SELECT count(*) AS rows FROM ${table} WHERE portal_id = ?`)
    .get(portalId)!.rows;
}

function everybody(connection: SqliteConnection, portalId: number, afterPersonId: number, limit: number): TodayInput[] {
  const ids = connection
    .statement<{ person_id: number }>(
      'SELECT person_id FROM persons WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?',
    )
    .all(portalId, afterPersonId, limit);
  return ids.map(({ person_id: personId }) =>
    inputOf(connection, portalId, loadPerson(connection, portalId, personId)!),
  );
}

async function foldUsage(
  connection: SqliteConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
  { onProgress, signal }: FoldOptions,
): Promise<FoldedUsage> {
  const total = count(connection, portalId, 'events');
  const rebuild = beginRebuild(compileRules(rules));
  // First, so that what goes meanwhile is not counted twice.
  for (let last = 0; ; ) {
    signal?.throwIfAborted();
    const next = takeInChunk(connection, portalId, rebuild, last);
    if (next === last) break;
    last = next;
    await letOthersRun();
  }
  for (let lastSeq = 0; ; ) {
    signal?.throwIfAborted();
    const next = foldChunk(connection, portalId, rebuild, normalise, lastSeq);
    if (next === lastSeq) break;
    lastSeq = next;
    onProgress(rebuild.events, Math.max(total, rebuild.events));
    await letOthersRun();
  }
  applyMerges(rebuild, loadMerges(connection, portalId));
  const { usages } = rebuild;
  const companies = new Map<number, CompanyUsage>();
  const today = localDay(now, rules.timeZone);
  for (let last = 0; ; ) {
    signal?.throwIfAborted();
    const page = knownPersons(connection, portalId, last);
    if (page.length === 0) break;
    for (const { personId, ...known } of page) {
      countAtCompanies(companies, usages.get(personId) ?? emptyUsage(), known, rebuild.rules, today);
    }
    last = page.at(-1)!.personId;
    await letOthersRun();
  }
  return {
    person: (personId) => usages.get(personId) ?? emptyUsage(),
    company: (companyId) => companies.get(companyId) ?? { lastActiveDays: [] },
  };
}

type EventRow = {
  seq: number;
  person_id: number | null;
  received_at: number;
  source: EventSource;
  body_json: string;
};

/** What events that are no longer kept added up to, of the next people; returns the last one, or `after` at the end. */
function takeInChunk(connection: SqliteConnection, portalId: number, rebuild: Rebuild, after: number): number {
  const rows = connection
    .statement<{ person_id: number; usage_json: string }>(
      'SELECT person_id, usage_json FROM usage_before WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?',
    )
    .all(portalId, after, chunkPersons);
  for (const { person_id, usage_json } of rows) takeBefore(rebuild, person_id, JSON.parse(usage_json));
  return rows.at(-1)?.person_id ?? after;
}

/** Folds the events after `afterSeq`; returns the last one's seq, or `afterSeq` when there are no more. */
function foldChunk(
  connection: SqliteConnection,
  portalId: number,
  rebuild: Rebuild,
  normalise: Normalise,
  afterSeq: number,
): number {
  const rows = connection
    .statement<EventRow>(
      `SELECT seq, person_id, received_at, source, body_json FROM events
       WHERE portal_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    )
    .all(portalId, afterSeq, chunkEvents);
  for (const row of withTexts(connection, portalId, rows)) {
    takeKept(rebuild, row.seq, row.person_id, normalise(row.body_json, row.received_at, row.source));
  }
  return rows.at(-1)?.seq ?? afterSeq;
}

function loadMerges(connection: SqliteConnection, portalId: number): Map<number, number> {
  const rows = connection
    .statement<{ from_id: number; into_id: number }>(
      `SELECT from_id, into_id FROM merges WHERE portal_id = ? AND kind = 'person'`,
    )
    .all(portalId);
  return new Map(rows.map((row) => [row.from_id, row.into_id]));
}

type KnownRow = { person_id: number; profile_json: string; members_json: string };

function knownPersons(connection: SqliteConnection, portalId: number, afterPersonId: number): KnownPerson[] {
  const rows = connection
    .statement<KnownRow>(
      `SELECT person_id, profile_json,
         (SELECT json_group_array(json_object('companyId', m.company_id, 'via', m.via, 'joinedAt', m.joined_at))
          FROM members m INDEXED BY members_by_person WHERE m.portal_id = p.portal_id AND m.person_id = p.person_id) AS members_json
       FROM persons p WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?`,
    )
    .all(portalId, afterPersonId, chunkPersons);
  return rows.map((row) => ({
    personId: row.person_id,
    profile: JSON.parse(row.profile_json),
    memberships: JSON.parse(row.members_json),
  }));
}
