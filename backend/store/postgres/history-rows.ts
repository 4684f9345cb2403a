/** The history part of the store on PostgreSQL. */
import type { HistoryStore, KeptEvent, PeopleGroup } from '../history-store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { isKept } from './kept-events.ts';
import { loadCompanies } from './person-rows.ts';
import { loadRecords, subjectsOfRecords } from './record-rows.ts';

const mostMembers = 1_000;
const stretch = 20_000;

export function historyCommands({ forPortal, snapshot }: PostgresConnection): HistoryStore {
  return {
    personsOfContacts: (portalId, contactIds) => personsOfContacts(forPortal(portalId), portalId, contactIds),
    samplePersons: (portalId, most) => snapshot(portalId, (within) => samplePersons(within, portalId, most)),
    peopleGroups: (portalId, personIds) => snapshot(portalId, (within) => peopleGroups(within, portalId, personIds)),
    keptEvents: (portalId, personIds, afterSeq) =>
      snapshot(portalId, (within) => keptEvents(within, portalId, personIds, afterSeq)),
  };
}

async function personsOfContacts(query: Query, portalId: number, contactIds: string[]): Promise<Map<string, number>> {
  const subjects = await subjectsOfRecords(query, portalId, 'contact', contactIds);
  return new Map(
    contactIds.flatMap((contactId) => {
      const personId = subjects.get(contactId)?.[0];
      return personId === undefined ? [] : [[contactId, personId] as const];
    }),
  );
}

/** Every so many-th id is looked up: nobody else is read. */
async function samplePersons(query: Query, portalId: number, most: number) {
  const [counted] = await query<{ people: number }>('SELECT count(*) AS people FROM persons WHERE portal_id = $1', [
    portalId,
  ]);
  const all = counted!.people;
  const rows = await query<{ person_id: number }>(
    `SELECT p.person_id
     FROM (SELECT max(person_id) AS last FROM persons WHERE portal_id = $1) newest
     CROSS JOIN LATERAL generate_series($2::bigint, newest.last, $2::bigint) AS asked (person_id)
     JOIN persons p ON p.portal_id = $1 AND p.person_id = asked.person_id
     WHERE NOT p.is_sample ORDER BY p.person_id`,
    [portalId, Math.max(1, Math.ceil(all / most))],
  );
  return { personIds: rows.map((row) => row.person_id), all };
}

type PersonRow = { person_id: number; company_id: number | null; profile_json: string };
type MemberRow = { company_id: number; person_id: number; profile_json: string };

async function peopleGroups(query: Query, portalId: number, personIds: number[]): Promise<PeopleGroup[]> {
  const rows = await query<PersonRow>(
    `SELECT p.person_id, p.company_id, p.profile_json
     FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (person_id, place)
     JOIN persons p ON p.portal_id = $1 AND p.person_id = asked.person_id ORDER BY asked.place`,
    [portalId, personIds],
  );
  const alone = rows.filter(({ company_id }) => company_id === null);
  const together = rows.flatMap(({ company_id, person_id }) =>
    company_id === null ? [] : [{ company_id, person_id }],
  );
  const wanted = Map.groupBy(together, ({ company_id }) => company_id);
  const companyIds = [...wanted.keys()];
  const members = await membersOf(query, portalId, wanted);
  const companies = await loadCompanies(query, portalId, companyIds);
  const toPerson = await readPeople(query, portalId, [...alone, ...members]);
  const byCompany = Map.groupBy(members, ({ company_id }) => company_id);
  return [
    ...alone.map((row) => ({ groupIds: [], people: [toPerson(row)] })),
    ...companyIds.map((companyId) => ({
      groupIds: companies.get(companyId)?.profile.groupIds ?? [],
      people: (byCompany.get(companyId) ?? []).map(toPerson),
    })),
  ];
}

/** Of each company, these people first. */
async function membersOf(
  query: Query,
  portalId: number,
  wanted: Map<number, { person_id: number }[]>,
): Promise<MemberRow[]> {
  const asked = [...wanted].flatMap(([companyId, people]) => people.map(({ person_id }) => ({ companyId, person_id })));
  return query<MemberRow>(
    `SELECT asked.company_id, m.person_id, m.profile_json
     FROM (SELECT company_id, array_agg(person_id) AS wanted, count(*) AS people
           FROM unnest($2::bigint[], $3::bigint[]) AS one (company_id, person_id) GROUP BY company_id) asked
     CROSS JOIN LATERAL (
       SELECT m.person_id, m.joined_at, m.person_id = ANY (asked.wanted) AS is_wanted, p.profile_json
       FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
       WHERE m.portal_id = $1 AND m.company_id = asked.company_id
       ORDER BY is_wanted DESC, m.joined_at, m.person_id LIMIT greatest($4, asked.people)) m
     ORDER BY asked.company_id, m.is_wanted DESC, m.joined_at, m.person_id`,
    [portalId, asked.map(({ companyId }) => companyId), asked.map(({ person_id }) => person_id), mostMembers],
  );
}

async function readPeople(query: Query, portalId: number, rows: { person_id: number }[]) {
  const records = await loadRecords(
    query,
    portalId,
    'contact',
    rows.map(({ person_id }) => person_id),
  );
  return ({ person_id: personId, profile_json }: Omit<MemberRow, 'company_id'>): PeopleGroup['people'][number] => {
    const record = records.get(personId);
    const { userIds } = JSON.parse(profile_json);
    return { personId, userIds, contactId: record?.recordId ?? null, facts: record?.facts ?? null };
  };
}

type EventRow = { person_id: number; body_json: string; received_at: number; source: KeptEvent['source'] };

async function keptEvents(
  query: Query,
  portalId: number,
  personIds: ReadonlySet<number>,
  afterSeq: number,
): Promise<{ events: KeptEvent[]; lastSeq: number | null }> {
  const [end] = await query<{ last: number | null }>(
    `SELECT max(seq) AS last FROM
       (SELECT seq FROM events WHERE portal_id = $1 AND seq > $2 AND ${isKept} ORDER BY seq LIMIT $3) next`,
    [portalId, afterSeq, stretch],
  );
  const lastSeq = end!.last;
  if (lastSeq === null) return { events: [], lastSeq };
  const owners = await ownersOf(query, portalId, [...personIds]);
  const rows = await query<EventRow>(
    `SELECT person_id, body_json, received_at, source FROM events
     WHERE portal_id = $1 AND seq > $2 AND seq <= $3 AND ${isKept} AND person_id = ANY ($4::bigint[]) ORDER BY seq`,
    [portalId, afterSeq, lastSeq, [...owners.keys()]],
  );
  const events = rows.map((row) => ({
    personId: owners.get(row.person_id)!,
    body: row.body_json,
    receivedAt: row.received_at,
    source: row.source,
  }));
  return { events, lastSeq };
}

/** These people and everybody who became one of them, to who they are today. */
async function ownersOf(query: Query, portalId: number, personIds: number[]): Promise<Map<number, number>> {
  const rows = await query<{ id: number; survivor: number }>(
    `WITH RECURSIVE became (id, survivor) AS (
       SELECT asked.id, asked.id FROM unnest($2::bigint[]) AS asked (id)
       WHERE NOT EXISTS (SELECT FROM merges WHERE portal_id = $1 AND kind = 'person' AND from_id = asked.id)
       UNION ALL
       SELECT m.from_id, became.survivor FROM became
       JOIN merges m ON m.portal_id = $1 AND m.kind = 'person' AND m.into_id = became.id)
     SELECT id, survivor FROM became`,
    [portalId, personIds],
  );
  return new Map([
    ...personIds.map((id) => [id, id] as const),
    ...rows.map(({ id, survivor }) => [id, survivor] as const),
  ]);
}
