import { localDay } from '@zo/shared';
import { compileRules } from '../../usage/compile-rules.ts';
import { foldGroup, recountCompany } from '../../usage/fold-group.ts';
import { beginRebuild, finishRebuild, type KnownPerson, type Rebuild } from '../../usage/rebuild.ts';
import { settleAgain } from '../../usage/settle-again.ts';
import type { FoldRules, Normalise } from '../store.ts';
import { type CompanyRow, toCompany } from '../stored-rows.ts';
import { takeIds } from './accept-events.ts';
import { columns } from './columns.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { foldChunk } from './fold-chunk.ts';
import { loadForgotten } from './forgotten-rows.ts';
import { isKept } from './kept-events.ts';
import { loadGroup, loadPersonGroup } from './load-group.ts';
import { markDirty, setWakes } from './rows.ts';
import { takeAllBefore } from './usage-before-rows.ts';
import { liveUsage } from './usage-columns.ts';
import { writeGroup } from './write-group.ts';

const chunkEvents = 1000;

/**
 * See IngestStore.rebuildUsage. Other commands run between the chunks; the swap takes in what they added. When retention
 * deleted events meanwhile everything is folded once more: what it kept of them may have been counted from them too.
 */
export async function rebuildUsage(
  connection: PostgresConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
  progress?: (done: number, total: number) => void,
): Promise<{ events: number; persons: number }> {
  const [counted] = await connection.forPortal(portalId)<{ events: number }>(
    `SELECT count(*) AS events FROM events WHERE portal_id = $1 AND ${isKept}`,
    [portalId],
  );
  const total = counted?.events ?? 0;
  for (;;) {
    const rebuild = beginRebuild(compileRules(rules));
    const gone = await eventsGone(connection.forPortal(portalId), portalId);
    let lastSeq = 0;
    for (;;) {
      const next = await foldChunk(connection.forPortal(portalId), portalId, rebuild, normalise, {
        afterSeq: lastSeq,
        limit: chunkEvents,
      });
      if (next === lastSeq) break;
      lastSeq = next;
      progress?.(rebuild.events, Math.max(total, rebuild.events));
    }
    const swapped = await connection.portalTransaction(portalId, async (query) => {
      if ((await eventsGone(query, portalId)) !== gone) return null;
      for (let next = -1; next !== lastSeq; ) {
        if (next !== -1) lastSeq = next;
        next = await foldChunk(query, portalId, rebuild, normalise, { afterSeq: lastSeq, limit: chunkEvents });
      }
      await takeAllBefore(query, portalId, rebuild);
      return swap(query, portalId, rebuild, now);
    });
    if (swapped !== null) return swapped;
  }
}

async function eventsGone(query: Query, portalId: number): Promise<number> {
  const forgotten = await loadForgotten(query, portalId);
  return forgotten.find(({ kind }) => kind === 'events')?.rows ?? 0;
}

async function swap(query: Query, portalId: number, rebuild: Rebuild, now: number) {
  const today = localDay(now, rebuild.rules.timeZone);
  const rebuilt = finishRebuild(
    rebuild,
    await loadMerges(query, portalId),
    await loadEverybody(query, portalId),
    today,
  );
  const persons = [...rebuilt.persons];
  const live = await liveUsage(query, portalId);
  for (let start = 0; start < persons.length; start += chunkEvents) {
    const chunk = persons.slice(start, start + chunkEvents);
    await query(
      `UPDATE persons SET ${live} = made.usage_json, revision = revision + 1
       FROM unnest($2::bigint[], $3::text[]) AS made (person_id, usage_json)
       WHERE persons.portal_id = $1 AND persons.person_id = made.person_id`,
      [portalId, chunk.map(([personId]) => personId), chunk.map(([, usage]) => JSON.stringify(usage))],
    );
  }
  await swapCompanies(query, portalId, rebuild, rebuilt.companies, today);
  await swapSeen(query, portalId, rebuild);
  await settleNow(query, portalId, rebuild, rebuilt.toSettle, now);
  await resolveNow(query, portalId, rebuild, now);
  const everybody = await query<{ person_id: number }>('SELECT person_id FROM persons WHERE portal_id = $1', [
    portalId,
  ]);
  await markDirty(
    query,
    portalId,
    everybody.map((row) => row.person_id),
    now,
  );
  return { events: rebuild.events, persons: rebuilt.persons.size };
}

async function swapCompanies(
  query: Query,
  portalId: number,
  rebuild: Rebuild,
  usages: ReturnType<typeof finishRebuild>['companies'],
  today: number,
): Promise<void> {
  const rows = await query<CompanyRow>(
    'SELECT company_id, profile_json, usage_json, active_users FROM companies WHERE portal_id = $1',
    [portalId],
  );
  const companies = rows.map(toCompany).map((company) => {
    company.usage = usages.get(company.companyId) ?? { lastActiveDays: [] };
    return { company, dueAt: recountCompany(company, rebuild.rules, today).wakeAt };
  });
  await query(
    `UPDATE companies SET usage_json = made.usage_json, active_users = made.active_users
     FROM unnest($2::bigint[], $3::text[], $4::bigint[]) AS made (company_id, usage_json, active_users)
     WHERE companies.portal_id = $1 AND companies.company_id = made.company_id`,
    [
      portalId,
      ...columns<(typeof companies)[number], unknown>(
        companies,
        ({ company }) => company.companyId,
        ({ company }) => JSON.stringify(company.usage),
        ({ company }) => company.activeUsers,
      ),
    ],
  );
  const wakes = companies.map(({ company, dueAt }) => ({ subjectId: company.companyId, dueAt }));
  await setWakes(query, portalId, 'company', wakes);
}

/** Since when a name is known, and how often it came in which week, stays. */
async function swapSeen(query: Query, portalId: number, { eventsSeen }: Rebuild): Promise<void> {
  const names = [...eventsSeen.keys()];
  await query('DELETE FROM events_seen WHERE portal_id = $1 AND name <> ALL ($2::text[])', [portalId, names]);
  await query(
    `INSERT INTO events_seen AS known (portal_id, name, events, people, last_seen_at)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
     ON CONFLICT (portal_id, name) DO UPDATE SET events = excluded.events, people = excluded.people,
       last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)`,
    [
      portalId,
      names,
      ...columns(
        [...eventsSeen.values()],
        (seen) => seen.events,
        (seen) => seen.people,
        (seen) => seen.lastSeenAt,
      ),
    ],
  );
}

async function loadMerges(query: Query, portalId: number): Promise<Map<number, number>> {
  const rows = await query<{ from_id: number; into_id: number }>(
    `SELECT from_id, into_id FROM merges WHERE portal_id = $1 AND kind = 'person'`,
    [portalId],
  );
  return new Map(rows.map((row) => [row.from_id, row.into_id]));
}

async function loadEverybody(query: Query, portalId: number): Promise<KnownPerson[]> {
  const members = await query<{ person_id: number; company_id: number; via: 'group' | 'domain'; joined_at: number }>(
    'SELECT person_id, company_id, via, joined_at FROM members WHERE portal_id = $1',
    [portalId],
  );
  const byPerson = Map.groupBy(members, (member) => member.person_id);
  const persons = await query<{ person_id: number; profile_json: string }>(
    'SELECT person_id, profile_json FROM persons WHERE portal_id = $1',
    [portalId],
  );
  return persons.map((row) => ({
    personId: row.person_id,
    profile: JSON.parse(row.profile_json),
    memberships: (byPerson.get(row.person_id) ?? []).map((member) => ({
      companyId: member.company_id,
      via: member.via,
      joinedAt: member.joined_at,
    })),
  }));
}

/** Memberships follow what the rules now say of e-mail domains. */
async function settleNow(
  query: Query,
  portalId: number,
  { rules }: Rebuild,
  personIds: number[],
  now: number,
): Promise<void> {
  for (let start = 0; start < personIds.length; start += chunkEvents) {
    const state = await loadPersonGroup(query, portalId, personIds.slice(start, start + chunkEvents));
    const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
    const changes = settleAgain(state, rules, now);
    await takeIds(query, portalId, state, free);
    await writeGroup(query, portalId, changes, now, null);
  }
}

/** Events that count from now on find their persons as newly accepted ones do. */
async function resolveNow(query: Query, portalId: number, rebuild: Rebuild, now: number): Promise<void> {
  for (let start = 0; start < rebuild.unresolved.length; start += chunkEvents) {
    const chunk = rebuild.unresolved.slice(start, start + chunkEvents);
    const events = chunk.map(({ event }) => event);
    const state = await loadGroup(query, portalId, events);
    const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
    const changes = foldGroup(state, chunk, rebuild.rules, now);
    await takeIds(query, portalId, state, free);
    await query(
      `UPDATE events SET person_id = found.person_id
       FROM unnest($2::bigint[], $3::bigint[]) AS found (seq, person_id)
       WHERE events.portal_id = $1 AND events.seq = found.seq`,
      [portalId, chunk.map(({ seq }) => seq), changes.personIds],
    );
    await writeGroup(query, portalId, changes, now, null);
  }
}
