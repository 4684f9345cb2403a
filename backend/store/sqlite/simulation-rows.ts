/** The simulation part of the store on SQLite. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { emptyUsage, localDay } from '@zo/shared';
import { compileRules } from '../../usage/compile-rules.ts';
import { beginRebuild, finishRebuild, type KnownPerson, type Rebuild, takeKept } from '../../usage/rebuild.ts';
import type { FoldedUsage, FoldOptions, SimulationStore, TodayInput } from '../simulation-store.ts';
import type { FoldRules, Normalise } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { inputOf } from './decision-inputs.ts';
import { loadPerson } from './person-rows.ts';

const chunkEvents = 1_000;

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
  for (let lastSeq = 0; ; ) {
    signal?.throwIfAborted();
    const next = foldChunk(connection, portalId, rebuild, normalise, lastSeq);
    if (next === lastSeq) break;
    lastSeq = next;
    onProgress(rebuild.events, Math.max(total, rebuild.events));
    await letOthersRun();
  }
  const merges = loadMerges(connection, portalId);
  const { persons, companies } = finishRebuild(
    rebuild,
    merges,
    knownPersons(connection, portalId),
    localDay(now, rules.timeZone),
  );
  return {
    person: (personId) => persons.get(personId) ?? emptyUsage(),
    company: (companyId) => companies.get(companyId) ?? { lastActiveDays: [] },
  };
}

type EventRow = {
  seq: number;
  person_id: number | null;
  received_at: number;
  source: 'server' | 'browser';
  body_json: string;
};

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
  for (const row of rows) {
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

function* knownPersons(connection: SqliteConnection, portalId: number): Generator<KnownPerson> {
  const members = connection
    .statement<{ person_id: number; company_id: number; via: 'group' | 'domain'; joined_at: number }>(
      'SELECT person_id, company_id, via, joined_at FROM members WHERE portal_id = ?',
    )
    .all(portalId);
  const byPerson = Map.groupBy(members, (member) => member.person_id);
  const persons = connection
    .statement<{ person_id: number; profile_json: string }>(
      'SELECT person_id, profile_json FROM persons WHERE portal_id = ?',
    )
    .all(portalId);
  for (const row of persons) {
    const memberships = (byPerson.get(row.person_id) ?? []).map((member) => ({
      companyId: member.company_id,
      via: member.via,
      joinedAt: member.joined_at,
    }));
    yield { personId: row.person_id, profile: JSON.parse(row.profile_json), memberships };
  }
}
