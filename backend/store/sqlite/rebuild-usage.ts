import { setImmediate as letOthersRun } from 'node:timers/promises';
import { localDay } from '@zo/shared';
import { compileRules } from '../../usage/compile-rules.ts';
import { foldGroup, recountCompany } from '../../usage/fold-group.ts';
import { beginRebuild, finishRebuild, foldKept, type KnownPerson, type Rebuild } from '../../usage/rebuild.ts';
import type { FoldRules, Normalise } from '../store.ts';
import { type CompanyRow, toCompany } from '../stored-rows.ts';
import { takeIds } from './accept-events.ts';
import type { SqliteConnection } from './connection.ts';
import { markEverybodyDirty } from './dirty-rows.ts';
import { setWake } from './handoff-rows.ts';
import { loadGroup } from './load-group.ts';
import { writeGroup } from './write-group.ts';

const chunkEvents = 1000;

/** See IngestStore.rebuildUsage. Other commands run between the chunks; the swap takes in what they added. */
export async function rebuildUsage(
  connection: SqliteConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
  progress?: (done: number, total: number) => void,
): Promise<{ events: number; persons: number }> {
  const total = connection
    .statement<{ events: number }>('SELECT count(*) AS events FROM events WHERE portal_id = ?')
    .get(portalId)!.events;
  const rebuild = beginRebuild(compileRules(rules));
  let lastSeq = 0;
  for (;;) {
    const next = foldChunk(connection, portalId, rebuild, normalise, lastSeq);
    if (next === lastSeq) break;
    lastSeq = next;
    progress?.(rebuild.events, Math.max(total, rebuild.events));
    await letOthersRun();
  }
  return connection.transaction(() => {
    for (let next = -1; next !== lastSeq; ) {
      if (next !== -1) lastSeq = next;
      next = foldChunk(connection, portalId, rebuild, normalise, lastSeq);
    }
    return swap(connection, portalId, rebuild, now);
  });
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
    .statement<{
      seq: number;
      person_id: number | null;
      received_at: number;
      source: 'server' | 'browser';
      body_json: string;
    }>(
      `SELECT seq, person_id, received_at, source, body_json FROM events
       WHERE portal_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    )
    .all(portalId, afterSeq, chunkEvents);
  for (const row of rows) {
    foldKept(rebuild, row.seq, row.person_id, normalise(row.body_json, row.received_at, row.source));
  }
  return rows.at(-1)?.seq ?? afterSeq;
}

function swap(connection: SqliteConnection, portalId: number, rebuild: Rebuild, now: number) {
  const today = localDay(now, rebuild.rules.timeZone);
  const rebuilt = finishRebuild(rebuild, loadMerges(connection, portalId), loadEverybody(connection, portalId), today);
  const update = connection.statement(
    'UPDATE persons SET usage_json = ?, revision = revision + 1 WHERE portal_id = ? AND person_id = ?',
  );
  for (const [personId, usage] of rebuilt.persons) update.run(JSON.stringify(usage), portalId, personId);

  const companies = connection
    .statement<CompanyRow>(
      'SELECT company_id, profile_json, usage_json, active_users FROM companies WHERE portal_id = ?',
    )
    .all(portalId);
  const updateCompany = connection.statement(
    'UPDATE companies SET usage_json = ?, active_users = ? WHERE portal_id = ? AND company_id = ?',
  );
  for (const company of companies.map(toCompany)) {
    company.usage = rebuilt.companies.get(company.companyId) ?? { lastActiveDays: [] };
    const { wakeAt } = recountCompany(company, rebuild.rules, today);
    updateCompany.run(JSON.stringify(company.usage), company.activeUsers, portalId, company.companyId);
    setWake(connection, portalId, 'company', company.companyId, wakeAt);
  }

  connection.statement('DELETE FROM events_seen WHERE portal_id = ?').run(portalId);
  const see = connection.statement('INSERT INTO events_seen VALUES (?, ?, ?, ?, ?)');
  for (const [name, seen] of rebuild.eventsSeen) see.run(portalId, name, seen.events, seen.people, seen.lastSeenAt);
  resolveNow(connection, portalId, rebuild, now);
  markEverybodyDirty(connection, portalId, now);
  return { events: rebuild.events, persons: rebuilt.persons.size };
}

function loadMerges(connection: SqliteConnection, portalId: number): Map<number, number> {
  const rows = connection
    .statement<{ from_id: number; into_id: number }>(
      `SELECT from_id, into_id FROM merges WHERE portal_id = ? AND kind = 'person'`,
    )
    .all(portalId);
  return new Map(rows.map((row) => [row.from_id, row.into_id]));
}

function loadEverybody(connection: SqliteConnection, portalId: number): KnownPerson[] {
  const members = connection
    .statement<{ person_id: number; company_id: number; via: 'group' | 'domain'; joined_at: number }>(
      'SELECT person_id, company_id, via, joined_at FROM members WHERE portal_id = ?',
    )
    .all(portalId);
  const byPerson = Map.groupBy(members, (member) => member.person_id);
  return connection
    .statement<{ person_id: number; profile_json: string }>(
      'SELECT person_id, profile_json FROM persons WHERE portal_id = ?',
    )
    .all(portalId)
    .map((row) => ({
      personId: row.person_id,
      profile: JSON.parse(row.profile_json),
      memberships: (byPerson.get(row.person_id) ?? []).map((member) => ({
        companyId: member.company_id,
        via: member.via,
        joinedAt: member.joined_at,
      })),
    }));
}

/** Events that count from now on find their persons as newly accepted ones do. */
function resolveNow(connection: SqliteConnection, portalId: number, rebuild: Rebuild, now: number): void {
  const assign = connection.statement('UPDATE events SET person_id = ? WHERE portal_id = ? AND seq = ?');
  for (let start = 0; start < rebuild.unresolved.length; start += chunkEvents) {
    const chunk = rebuild.unresolved.slice(start, start + chunkEvents);
    const state = loadGroup(
      connection,
      portalId,
      chunk.map(({ event }) => event),
    );
    const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
    const changes = foldGroup(state, chunk, rebuild.rules, now);
    takeIds(connection, portalId, state, free);
    for (const [index, { seq }] of chunk.entries()) assign.run(changes.personIds[index], portalId, seq);
    writeGroup(connection, portalId, changes, now);
  }
}
