/** The simulation part of the store on PostgreSQL. */
import { type CompanyUsage, emptyUsage, localDay } from '@zo/shared';
import { compileRules } from '../../usage/compile-rules.ts';
import type { Membership } from '../../usage/group-state.ts';
import { applyMerges, beginRebuild, countAtCompanies, type KnownPerson } from '../../usage/rebuild.ts';
import type { FoldedUsage, FoldOptions, SimulationStore, TodayInput } from '../simulation-store.ts';
import type { FoldRules, Normalise } from '../store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { inputsOf } from './decision-inputs.ts';
import { foldChunk } from './fold-chunk.ts';
import { isKept } from './kept-events.ts';
import { loadPersons } from './person-rows.ts';
import { takeAllBefore } from './usage-before-rows.ts';

/** So that a chunk holds others up for a few milliseconds. */
const chunkEvents = 500;
const chunkPersons = 500;

export function simulationCommands({ forPortal, snapshot }: PostgresConnection): SimulationStore {
  return {
    countPersons: (portalId) => count(forPortal(portalId), portalId, 'persons WHERE portal_id = $1'),
    everybody: (portalId, afterPersonId, limit) =>
      snapshot(portalId, (within) => everybody(within, portalId, afterPersonId, limit)),
    foldUsage: (portalId, rules, normalise, now, options) =>
      foldUsage(forPortal(portalId), portalId, rules, normalise, now, options),
  };
}

async function count(query: Query, portalId: number, rows: string): Promise<number> {
  const [row] = await query<{ rows: number }>(`SELECT count(*) AS rows FROM ${rows}`, [portalId]);
  return row!.rows;
}

async function everybody(query: Query, portalId: number, afterPersonId: number, limit: number): Promise<TodayInput[]> {
  const rows = await query<{ person_id: number }>(
    'SELECT person_id FROM persons WHERE portal_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3',
    [portalId, afterPersonId, limit],
  );
  const ids = rows.map(({ person_id }) => person_id);
  const persons = await loadPersons(query, portalId, ids);
  const inputs = await inputsOf(query, portalId, [...persons.values()]);
  return ids.map((personId) => inputs.get(personId)!);
}

/** A statement at a time: others write in between, and no row is kept from being cleaned up for as long as it takes. */
async function foldUsage(
  query: Query,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
  { onProgress, signal }: FoldOptions,
): Promise<FoldedUsage> {
  const total = await count(query, portalId, `events WHERE portal_id = $1 AND ${isKept}`);
  const rebuild = beginRebuild(compileRules(rules));
  // First, so that what goes meanwhile is not counted twice.
  await takeAllBefore(query, portalId, rebuild, signal);
  for (let lastSeq = 0; ; ) {
    signal?.throwIfAborted();
    const next = await foldChunk(query, portalId, rebuild, normalise, { afterSeq: lastSeq, limit: chunkEvents });
    if (next === lastSeq) break;
    lastSeq = next;
    onProgress(rebuild.events, Math.max(total, rebuild.events));
  }
  applyMerges(rebuild, await loadMerges(query, portalId));
  const { usages } = rebuild;
  const companies = new Map<number, CompanyUsage>();
  const today = localDay(now, rules.timeZone);
  for (let last = 0; ; ) {
    signal?.throwIfAborted();
    const page = await knownPersons(query, portalId, last);
    if (page.length === 0) break;
    for (const { personId, ...known } of page) {
      countAtCompanies(companies, usages.get(personId) ?? emptyUsage(), known, rebuild.rules, today);
    }
    last = page.at(-1)!.personId;
  }
  return {
    person: (personId) => usages.get(personId) ?? emptyUsage(),
    company: (companyId) => companies.get(companyId) ?? { lastActiveDays: [] },
  };
}

async function loadMerges(query: Query, portalId: number): Promise<Map<number, number>> {
  const rows = await query<{ from_id: number; into_id: number }>(
    "SELECT from_id, into_id FROM merges WHERE portal_id = $1 AND kind = 'person'",
    [portalId],
  );
  return new Map(rows.map((row) => [row.from_id, row.into_id]));
}

type MemberRow = { person_id: number; company_id: number; via: Membership['via']; joined_at: number };

async function knownPersons(query: Query, portalId: number, afterPersonId: number): Promise<KnownPerson[]> {
  const persons = await query<{ person_id: number; profile_json: string }>(
    'SELECT person_id, profile_json FROM persons WHERE portal_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3',
    [portalId, afterPersonId, chunkPersons],
  );
  const members = await query<MemberRow>(
    'SELECT person_id, company_id, via, joined_at FROM members WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    [portalId, persons.map(({ person_id }) => person_id)],
  );
  const byPerson = Map.groupBy(members, ({ person_id }) => person_id);
  return persons.map(({ person_id: personId, profile_json }) => ({
    personId,
    profile: JSON.parse(profile_json),
    memberships: (byPerson.get(personId) ?? []).map(({ company_id: companyId, via, joined_at: joinedAt }) => ({
      companyId,
      via,
      joinedAt,
    })),
  }));
}
