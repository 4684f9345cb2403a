import type { Changes } from '../../usage/group-state.ts';
import { type Came, effectsOf, markOf } from '../../usage/marks.ts';
import { saveCompanyDay } from './company-days.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty, markMembersDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { setWake } from './handoff-rows.ts';
import { mergePersonRows } from './merge-person-rows.ts';
import { liveUsage, noUsage, otherColumn } from './usage-columns.ts';

/**
 * Writes what folding a group changed, each row once. Within the transaction that loaded it. `came`: how its events did.
 */
export function writeGroup(
  connection: SqliteConnection,
  portalId: number,
  changes: Changes,
  now: number,
  came: Came,
): void {
  for (const merge of changes.merges) mergePersonRows(connection, portalId, merge, now);
  writePersons(connection, portalId, changes);
  writeCompanies(connection, portalId, changes);
  writeMembers(connection, portalId, changes);
  const active = new Set(changes.activePersons);
  for (const personId of changes.dirtyPersons) {
    markDirty(connection, portalId, personId, now, markOf(came, active.has(personId)));
  }
  for (const companyId of changes.dirtyMembersOf) {
    markMembersDirty(connection, portalId, companyId, now, markOf(came, false));
  }
  enqueueEffects(connection, portalId, effectsOf(came, changes.effects), now);
  writeSeen(connection, portalId, changes, came.as === 'live' ? came.week : null);
}

/** A week that has passed becomes the one before. */
function writeSeen(connection: SqliteConnection, portalId: number, { eventsSeen }: Changes, week: number | null): void {
  const seen = connection.statement(
    `INSERT INTO events_seen (portal_id, name, events, people, last_seen_at, first_seen_at, week, week_events)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (portal_id, name) DO UPDATE SET events = events + excluded.events, people = people + excluded.people,
       last_seen_at = max(last_seen_at, excluded.last_seen_at), week = coalesce(excluded.week, week),
       week_events = excluded.week_events + CASE WHEN week = coalesce(excluded.week, week) THEN week_events ELSE 0 END,
       week_before_events = CASE WHEN week = coalesce(excluded.week, week) THEN week_before_events
         WHEN week = excluded.week - 1 THEN week_events ELSE 0 END`,
  );
  for (const [name, { events, people, lastSeenAt }] of eventsSeen) {
    seen.run(portalId, name, events, people, lastSeenAt, lastSeenAt, week, week === null ? 0 : events);
  }
}

function writePersons(connection: SqliteConnection, portalId: number, changes: Changes): void {
  const live = liveUsage(connection, portalId);
  const spare = otherColumn(live);
  const insert = connection.statement(
    `INSERT INTO persons (portal_id, person_id, company_id, profile_json, ${live}, ${spare}, revision) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = connection.statement(
    `UPDATE persons SET company_id = ?, profile_json = ?, ${live} = ?, revision = ? WHERE portal_id = ? AND person_id = ?`,
  );
  for (const { person, isNew } of changes.persons) {
    const { personId, companyId, revision } = person;
    const profile = JSON.stringify(person.profile);
    const usage = JSON.stringify(person.usage);
    if (isNew) insert.run(portalId, personId, companyId, profile, usage, noUsage, revision);
    else update.run(companyId, profile, usage, revision, portalId, personId);
  }
  const attach = connection.statement(
    'INSERT INTO identities (portal_id, identity, person_id, first_seen_at) VALUES (?, ?, ?, ?)',
  );
  for (const { identity, personId, firstSeenAt } of changes.identities)
    attach.run(portalId, identity, personId, firstSeenAt);
}

function writeCompanies(connection: SqliteConnection, portalId: number, changes: Changes): void {
  const insert = connection.statement(
    `INSERT INTO companies (portal_id, company_id, profile_json, usage_json, active_users) VALUES (?, ?, ?, ?, ?)`,
  );
  const update = connection.statement(
    `UPDATE companies SET profile_json = ?, usage_json = ?, active_users = ? WHERE portal_id = ? AND company_id = ?`,
  );
  for (const { company, isNew } of changes.companies) {
    const { companyId, activeUsers } = company;
    const profile = JSON.stringify(company.profile);
    const usage = JSON.stringify(company.usage);
    if (isNew) insert.run(portalId, companyId, profile, usage, activeUsers);
    else update.run(profile, usage, activeUsers, portalId, companyId);
  }
  const addKey = connection.statement('INSERT INTO company_keys (portal_id, company_key, company_id) VALUES (?, ?, ?)');
  for (const { companyKey, companyId } of changes.companyKeys) addKey.run(portalId, companyKey, companyId);
  for (const { companyId, dueAt } of changes.companyWakes) setWake(connection, portalId, 'company', companyId, dueAt);
  for (const companyDay of changes.companyDays) saveCompanyDay(connection, portalId, companyDay);
}

function writeMembers(connection: SqliteConnection, portalId: number, changes: Changes): void {
  const leave = connection.statement('DELETE FROM members WHERE portal_id = ? AND company_id = ? AND person_id = ?');
  const join = connection.statement(
    `INSERT INTO members (portal_id, company_id, person_id, via, joined_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (portal_id, company_id, person_id) DO UPDATE SET via = excluded.via, joined_at = excluded.joined_at`,
  );
  for (const { companyId, personId } of changes.membersRemoved) leave.run(portalId, companyId, personId);
  for (const { companyId, personId, via, joinedAt } of changes.membersAdded) {
    join.run(portalId, companyId, personId, via, joinedAt);
  }
}
