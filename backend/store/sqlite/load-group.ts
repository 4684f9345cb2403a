import type { NormalisedEvent } from '../../ingest/event.ts';
import type { LoadedState, Membership } from '../../usage/group-state.ts';
import { domainKeys, mentionedKeys } from '../../usage/mentioned-keys.ts';
import { type CompanyRow, type PersonRow, toCompany, toPerson } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { readCounter } from './counter-rows.ts';
import { liveUsage, personColumns } from './usage-columns.ts';

/** Everything the events mention and everything that hangs on it, a statement per table. Within a transaction. */
export function loadGroup(connection: SqliteConnection, portalId: number, events: NormalisedEvent[]): LoadedState {
  const state = emptyState(connection, portalId);
  const mentioned = mentionedKeys(events);
  loadIdentities(connection, portalId, state, mentioned.identities);
  loadPersons(connection, portalId, state, [...new Set(state.identities.values())]);
  loadCompanyKeys(connection, portalId, state, [...mentioned.companyKeys, ...domainKeys(state.persons.values())]);
  loadCompanies(connection, portalId, state);
  return state;
}

/** These persons and everything that hangs on them. Within a transaction. */
export function loadPersonGroup(connection: SqliteConnection, portalId: number, personIds: number[]): LoadedState {
  const state = emptyState(connection, portalId);
  loadPersons(connection, portalId, state, personIds);
  loadCompanyKeys(connection, portalId, state, [...domainKeys(state.persons.values())]);
  loadCompanies(connection, portalId, state);
  return state;
}

function emptyState(connection: SqliteConnection, portalId: number): LoadedState {
  return {
    identities: new Map(),
    persons: new Map(),
    companyKeys: new Map(),
    companies: new Map(),
    nextPersonId: readCounter(connection, portalId, 'person') + 1,
    nextCompanyId: readCounter(connection, portalId, 'company') + 1,
  };
}

function loadIdentities(
  connection: SqliteConnection,
  portalId: number,
  state: LoadedState,
  identities: string[],
): void {
  const rows = connection
    .statement<{ identity: string; person_id: number }>(
      `SELECT identity, person_id FROM identities
       WHERE portal_id = ? AND identity IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify(identities));
  for (const row of rows) state.identities.set(row.identity, row.person_id);
}

function loadPersons(connection: SqliteConnection, portalId: number, state: LoadedState, wantedIds: number[]): void {
  const personIds = JSON.stringify(wantedIds);
  const rows = connection
    .statement<PersonRow>(
      `SELECT ${personColumns(liveUsage(connection, portalId))} FROM persons
       WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, personIds);
  for (const row of rows) state.persons.set(row.person_id, { person: toPerson(row), memberships: [] });

  const members = connection
    .statement<{ person_id: number; company_id: number; via: Membership['via']; joined_at: number }>(
      // Without being told, SQLite walks all members of the portal: for a million people, more than a second a group.
      `SELECT person_id, company_id, via, joined_at FROM members INDEXED BY members_by_person
       WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?)) ORDER BY joined_at, company_id`,
    )
    .all(portalId, personIds);
  for (const { person_id, company_id, via, joined_at } of members) {
    state.persons.get(person_id)?.memberships.push({ companyId: company_id, via, joinedAt: joined_at });
  }
}

function loadCompanyKeys(
  connection: SqliteConnection,
  portalId: number,
  state: LoadedState,
  companyKeys: string[],
): void {
  const rows = connection
    .statement<{ company_key: string; company_id: number }>(
      `SELECT company_key, company_id FROM company_keys
       WHERE portal_id = ? AND company_key IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify([...new Set(companyKeys)]));
  for (const row of rows) state.companyKeys.set(row.company_key, row.company_id);
}

function loadCompanies(connection: SqliteConnection, portalId: number, state: LoadedState): void {
  const companyIds = new Set(state.companyKeys.values());
  for (const { memberships } of state.persons.values()) {
    for (const { companyId } of memberships) companyIds.add(companyId);
  }
  const rows = connection
    .statement<CompanyRow & { due_at: number | null }>(
      `SELECT c.company_id, c.profile_json, c.usage_json, c.active_users, w.due_at
       FROM companies c
       LEFT JOIN wakes w ON w.portal_id = c.portal_id AND w.kind = 'company' AND w.subject_id = c.company_id
       WHERE c.portal_id = ? AND c.company_id IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify([...companyIds]));
  for (const row of rows) state.companies.set(row.company_id, { company: toCompany(row), wakeAt: row.due_at });
}
