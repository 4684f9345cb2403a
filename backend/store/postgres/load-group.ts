import type { NormalisedEvent } from '../../ingest/event.ts';
import type { LoadedState, Membership } from '../../usage/group-state.ts';
import { domainKeys, mentionedKeys } from '../../usage/mentioned-keys.ts';
import { type CompanyRow, type PersonRow, toCompany, toPerson } from '../stored-rows.ts';
import type { Query } from './connection.ts';
import { liveUsage, personColumns } from './usage-columns.ts';

/** Everything the events mention and everything that hangs on it, a statement per table. Under the portal's lock. */
export async function loadGroup(query: Query, portalId: number, events: NormalisedEvent[]): Promise<LoadedState> {
  const state = await emptyState(query, portalId);
  const mentioned = mentionedKeys(events);
  const identities = await query<{ identity: string; person_id: number }>(
    'SELECT identity, person_id FROM identities WHERE portal_id = $1 AND identity = ANY ($2::text[])',
    [portalId, mentioned.identities],
  );
  for (const row of identities) state.identities.set(row.identity, row.person_id);
  await loadPersons(query, portalId, state, [...new Set(state.identities.values())]);
  await loadCompanies(query, portalId, state, [...mentioned.companyKeys, ...domainKeys(state.persons.values())]);
  return state;
}

/** These persons and everything that hangs on them. Under the portal's lock. */
export async function loadPersonGroup(query: Query, portalId: number, personIds: number[]): Promise<LoadedState> {
  const state = await emptyState(query, portalId);
  await loadPersons(query, portalId, state, personIds);
  await loadCompanies(query, portalId, state, domainKeys(state.persons.values()));
  return state;
}

async function emptyState(query: Query, portalId: number): Promise<LoadedState> {
  const counters = await query<{ name: string; value: number }>(
    `SELECT name, value FROM counters WHERE portal_id = $1 AND name IN ('person', 'company')`,
    [portalId],
  );
  const nextOf = (name: string) => (counters.find((counter) => counter.name === name)?.value ?? 0) + 1;
  return {
    identities: new Map(),
    persons: new Map(),
    companyKeys: new Map(),
    companies: new Map(),
    nextPersonId: nextOf('person'),
    nextCompanyId: nextOf('company'),
  };
}

async function loadPersons(query: Query, portalId: number, state: LoadedState, personIds: number[]): Promise<void> {
  if (personIds.length === 0) return;
  const persons = await query<PersonRow>(
    `SELECT ${personColumns(await liveUsage(query, portalId))} FROM persons
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])`,
    [portalId, personIds],
  );
  for (const row of persons) state.persons.set(row.person_id, { person: toPerson(row), memberships: [] });
  const members = await query<{ person_id: number; company_id: number; via: Membership['via']; joined_at: number }>(
    `SELECT person_id, company_id, via, joined_at FROM members
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[]) ORDER BY joined_at, company_id`,
    [portalId, personIds],
  );
  for (const { person_id, company_id, via, joined_at } of members) {
    state.persons.get(person_id)?.memberships.push({ companyId: company_id, via, joinedAt: joined_at });
  }
}

async function loadCompanies(query: Query, portalId: number, state: LoadedState, companyKeys: string[]): Promise<void> {
  if (companyKeys.length > 0) {
    const keys = await query<{ company_key: string; company_id: number }>(
      'SELECT company_key, company_id FROM company_keys WHERE portal_id = $1 AND company_key = ANY ($2::text[])',
      [portalId, [...new Set(companyKeys)]],
    );
    for (const row of keys) state.companyKeys.set(row.company_key, row.company_id);
  }
  const companyIds = new Set(state.companyKeys.values());
  for (const { memberships } of state.persons.values()) {
    for (const { companyId } of memberships) companyIds.add(companyId);
  }
  if (companyIds.size === 0) return;
  const companies = await query<CompanyRow & { due_at: number | null }>(
    `SELECT c.company_id, c.profile_json, c.usage_json, c.active_users, w.due_at
     FROM companies c
     LEFT JOIN wakes w ON w.portal_id = c.portal_id AND w.kind = 'company' AND w.subject_id = c.company_id
     WHERE c.portal_id = $1 AND c.company_id = ANY ($2::bigint[])`,
    [portalId, [...companyIds]],
  );
  for (const row of companies) state.companies.set(row.company_id, { company: toCompany(row), wakeAt: row.due_at });
}
