import type { NormalisedEvent } from '../../ingest/event.ts';
import type { LoadedState, Membership } from '../../usage/group-state.ts';
import { domainKeys, mentionedKeys } from '../../usage/mentioned-keys.ts';
import { type CompanyRow, type PersonRow, toCompany, toPerson } from '../stored-rows.ts';
import type { Query } from './connection.ts';
import { personColumns } from './usage-columns.ts';

/** `nextSeq`: of the next event, as long as the portal's lock is held. */
export type LoadedGroup = LoadedState & { nextSeq: number };

/** Everything the events mention and everything that hangs on it, in two round trips. Under the portal's lock. */
export async function loadGroup(query: Query, portalId: number, events: NormalisedEvent[]): Promise<LoadedGroup> {
  const mentioned = mentionedKeys(events);
  const [state, identities, persons, members] = await Promise.all([
    emptyState(query, portalId),
    query<{ identity: string; person_id: number }>(
      'SELECT identity, person_id FROM identities WHERE portal_id = $1 AND identity = ANY ($2::text[])',
      [portalId, mentioned.identities],
    ),
    query<PersonRow>(
      `SELECT ${personColumns} FROM persons p WHERE p.portal_id = $1 AND p.person_id = ANY (${mentionedPersons})`,
      [portalId, mentioned.identities],
    ),
    query<MemberRow>(
      `SELECT ${memberColumns} FROM members m WHERE m.portal_id = $1 AND m.person_id = ANY (${mentionedPersons})
       ORDER BY m.joined_at, m.company_id`,
      [portalId, mentioned.identities],
    ),
  ]);
  for (const row of identities) state.identities.set(row.identity, row.person_id);
  takePersons(state, persons, members);
  await loadCompanies(query, portalId, state, [...mentioned.companyKeys, ...domainKeys(state.persons.values())]);
  return state;
}

/** An array, so that persons are found by their index whatever the planner expects. */
const mentionedPersons = `ARRAY (
  SELECT i.person_id FROM identities i WHERE i.portal_id = $1 AND i.identity = ANY ($2::text[]))`;

/** These persons and everything that hangs on them. Under the portal's lock. */
export async function loadPersonGroup(query: Query, portalId: number, personIds: number[]): Promise<LoadedGroup> {
  const [state, persons, members] = await Promise.all([
    emptyState(query, portalId),
    query<PersonRow>(
      `SELECT ${personColumns} FROM persons p WHERE p.portal_id = $1 AND p.person_id = ANY ($2::bigint[])`,
      [portalId, personIds],
    ),
    query<MemberRow>(
      `SELECT ${memberColumns} FROM members m WHERE m.portal_id = $1 AND m.person_id = ANY ($2::bigint[])
       ORDER BY m.joined_at, m.company_id`,
      [portalId, personIds],
    ),
  ]);
  takePersons(state, persons, members);
  await loadCompanies(query, portalId, state, domainKeys(state.persons.values()));
  return state;
}

async function emptyState(query: Query, portalId: number): Promise<LoadedGroup> {
  const counters = await query<{ name: string; value: number }>(
    `SELECT name, value FROM counters WHERE portal_id = $1 AND name IN ('event', 'person', 'company')`,
    [portalId],
  );
  const nextOf = (name: string) => (counters.find((counter) => counter.name === name)?.value ?? 0) + 1;
  return {
    identities: new Map(),
    persons: new Map(),
    companyKeys: new Map(),
    companies: new Map(),
    nextSeq: nextOf('event'),
    nextPersonId: nextOf('person'),
    nextCompanyId: nextOf('company'),
  };
}

type MemberRow = { person_id: number; company_id: number; via: Membership['via']; joined_at: number };

const memberColumns = 'm.person_id, m.company_id, m.via, m.joined_at';

function takePersons(state: LoadedState, persons: PersonRow[], members: MemberRow[]): void {
  for (const row of persons) state.persons.set(row.person_id, { person: toPerson(row), memberships: [] });
  for (const { person_id, company_id, via, joined_at } of members) {
    state.persons.get(person_id)?.memberships.push({ companyId: company_id, via, joinedAt: joined_at });
  }
}

/** Those that anybody belongs to, and those that have one of the keys. */
async function loadCompanies(query: Query, portalId: number, state: LoadedState, companyKeys: string[]): Promise<void> {
  const joined = new Set<number>();
  for (const { memberships } of state.persons.values()) for (const { companyId } of memberships) joined.add(companyId);
  const [keys] = await Promise.all([
    loadKeys(query, portalId, [...new Set(companyKeys)]),
    takeCompanies(query, portalId, state, [...joined]),
  ]);
  for (const row of keys) state.companyKeys.set(row.company_key, row.company_id);
  const others = new Set([...state.companyKeys.values()].filter((companyId) => !joined.has(companyId)));
  await takeCompanies(query, portalId, state, [...others]);
}

type KeyRow = { company_key: string; company_id: number };

async function loadKeys(query: Query, portalId: number, companyKeys: string[]): Promise<KeyRow[]> {
  if (companyKeys.length === 0) return [];
  return query<KeyRow>(
    `SELECT k.company_key, k.company_id FROM unnest($2::text[]) AS asked (company_key)
     JOIN company_keys k ON k.portal_id = $1 AND k.company_key = asked.company_key`,
    [portalId, companyKeys],
  );
}

async function takeCompanies(query: Query, portalId: number, state: LoadedState, companyIds: number[]): Promise<void> {
  if (companyIds.length === 0) return;
  const companies = await query<CompanyRow & { due_at: number | null }>(
    `SELECT c.company_id, c.profile_json, c.usage_json, c.active_users,
       (SELECT w.due_at FROM wakes w
        WHERE w.portal_id = $1 AND w.kind = 'company' AND w.subject_id = c.company_id) AS due_at
     FROM unnest($2::bigint[]) AS asked (company_id)
     JOIN companies c ON c.portal_id = $1 AND c.company_id = asked.company_id`,
    [portalId, companyIds],
  );
  for (const row of companies) state.companies.set(row.company_id, { company: toCompany(row), wakeAt: row.due_at });
}
