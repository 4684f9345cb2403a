/** The history part of the store on SQLite. */
import type { HistoryStore, KeptEvent, PeopleGroup } from '../history-store.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { textReader } from './event-blocks.ts';
import { loadRecord, subjectOfRecord } from './record-rows.ts';

const mostMembers = 1_000;
const stretch = 20_000;

export function historyCommands(connection: SqliteConnection): HistoryStore {
  return {
    personsOfContacts: async (portalId, contactIds) => personsOfContacts(connection, portalId, contactIds),
    samplePersons: async (portalId, most) => samplePersons(connection, portalId, most),
    peopleGroups: async (portalId, personIds) => peopleGroups(connection, portalId, personIds),
    keptEvents: async (portalId, personIds, afterSeq) => keptEvents(connection, portalId, personIds, afterSeq),
  };
}

function personsOfContacts(connection: SqliteConnection, portalId: number, contactIds: string[]): Map<string, number> {
  const persons = new Map<string, number>();
  for (const contactId of contactIds) {
    const personId = subjectOfRecord(connection, portalId, 'contact', contactId);
    if (personId !== null) persons.set(contactId, personId);
  }
  return persons;
}

function samplePersons(connection: SqliteConnection, portalId: number, most: number) {
  const { people: all } = connection
    .statement<{ people: number }>('SELECT count(*) AS people FROM persons WHERE portal_id = ?')
    .get(portalId)!;
  const personIds = connection
    .statement<{ person_id: number }>(`SELECT person_id FROM persons
       WHERE portal_id = ? AND person_id % ? = 0 AND json_extract(profile_json, '$.isSample') IS NULL`)
    .all(portalId, Math.max(1, Math.ceil(all / most)))
    .map((row) => row.person_id);
  return { personIds, all };
}

type MemberRow = { person_id: number; profile_json: string };

function peopleGroups(connection: SqliteConnection, portalId: number, personIds: number[]): PeopleGroup[] {
  const groups: PeopleGroup[] = [];
  const companies = new Map<number, number[]>();
  for (const personId of personIds) {
    const row = connection
      .statement<{ company_id: number | null; profile_json: string }>(
        'SELECT company_id, profile_json FROM persons WHERE portal_id = ? AND person_id = ?',
      )
      .get(portalId, personId);
    if (row === undefined) continue;
    if (row.company_id !== null) companies.set(row.company_id, [...(companies.get(row.company_id) ?? []), personId]);
    else {
      const alone = { person_id: personId, profile_json: row.profile_json };
      groups.push({ groupIds: [], people: [toPerson(connection, portalId, alone)] });
    }
  }
  for (const [companyId, wanted] of companies) {
    const members = connection
      .statement<MemberRow>(
        `SELECT m.person_id, p.profile_json FROM members m
         JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
         WHERE m.portal_id = ? AND m.company_id = ?
         ORDER BY m.person_id IN (SELECT value FROM json_each(?)) DESC, m.joined_at, m.person_id LIMIT ?`,
      )
      .all(portalId, companyId, JSON.stringify(wanted), Math.max(mostMembers, wanted.length));
    groups.push({
      groupIds: loadCompany(connection, portalId, companyId)?.profile.groupIds ?? [],
      people: members.map((member) => toPerson(connection, portalId, member)),
    });
  }
  return groups;
}

function toPerson(
  connection: SqliteConnection,
  portalId: number,
  { person_id: personId, profile_json }: MemberRow,
): PeopleGroup['people'][number] {
  const record = loadRecord(connection, portalId, 'contact', personId);
  const { userIds } = JSON.parse(profile_json);
  return { personId, userIds, contactId: record?.recordId ?? null, facts: record?.facts ?? null };
}

function keptEvents(
  connection: SqliteConnection,
  portalId: number,
  personIds: ReadonlySet<number>,
  afterSeq: number,
): { events: KeptEvent[]; lastSeq: number | null } {
  const stretchEnd = connection
    .statement<{ last: number | null }>(
      `SELECT max(seq) AS last FROM
       (SELECT seq FROM events WHERE portal_id = ? AND seq > ? ORDER BY seq LIMIT ?)`,
    )
    .get(portalId, afterSeq, stretch)!.last;
  if (stretchEnd === null) return { events: [], lastSeq: null };
  const owners = ownersOf(connection, portalId, personIds);
  const events = connection
    .statement<{ seq: number; person_id: number; body_json: string; received_at: number; source: KeptEvent['source'] }>(
      `SELECT seq, person_id, body_json, received_at, source FROM events
       WHERE portal_id = ? AND seq > ? AND seq <= ? AND person_id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    )
    .all(portalId, afterSeq, stretchEnd, JSON.stringify([...owners.keys()]))
    .map(textReader(connection, portalId))
    .map((row) => ({
      personId: owners.get(row.person_id)!,
      body: row.body_json,
      receivedAt: row.received_at,
      source: row.source,
    }));
  return { events, lastSeq: stretchEnd };
}

/** These people and everybody who became one of them, to who they are today. */
function ownersOf(connection: SqliteConnection, portalId: number, personIds: ReadonlySet<number>): Map<number, number> {
  const owners = new Map([...personIds].map((personId) => [personId, personId]));
  const merges = connection
    .statement<{ from_id: number; into_id: number }>(
      `SELECT from_id, into_id FROM merges WHERE portal_id = ? AND kind = 'person'`,
    )
    .all(portalId);
  const into = new Map(merges.map((row) => [row.from_id, row.into_id]));
  for (const from of into.keys()) {
    let survivor = from;
    for (let next = into.get(survivor); next !== undefined; next = into.get(survivor)) survivor = next;
    if (personIds.has(survivor)) owners.set(from, survivor);
  }
  return owners;
}
