/** Everything that is kept about somebody, part by part, in steps. See PrivacyStore.exportPersons. */
import type { ErasedPeople } from '../erased-people.ts';
import { holdsWord, plainPartsOf } from '../erased-words.ts';
import { readable } from '../exported-rows.ts';
import type { ExportedPart } from '../privacy-store.ts';
import type { Query } from './connection.ts';
import { effectsAbout, erasedEffectKeys } from './erase-effects.ts';
import { eventsAbout } from './erase-events.ts';
import { alarmsOf, problemsOf } from './erase-mentions.ts';
import { findPeople } from './erase-persons.ts';
import { readCounter } from './rows.ts';

type Write = (part: ExportedPart) => void;

const atOnce = 5_000;

/** What is asked for: `asked.portal`, `asked.people`, `asked.handoffs` by their numbers, `asked.words`: parts of their addresses. */
const asked = `(SELECT $1::bigint AS portal, $2::bigint[] AS people, $3::bigint[] AS handoffs, $4::text[] AS words) asked`;
const says = (text: string) =>
  `EXISTS (SELECT FROM unnest(asked.words) AS word WHERE position(word IN lower(${text})) > 0)`;

/** Few rows each: what is read, from where, of which rows of the portal. */
const parts: [part: string, columns: string, table: string, which: string][] = [
  [
    'person',
    'person_id, company_id, profile_json, usage_json, other_usage_json',
    'persons',
    'person_id = ANY (people)',
  ],
  ['usage of events that are gone', 'person_id, usage_json', 'usage_before', 'person_id = ANY (people)'],
  ['identity', 'identity, person_id, first_seen_at', 'identities', 'person_id = ANY (people)'],
  [
    'merge',
    'from_id, into_id, reason, merged_at',
    'merges',
    "kind = 'person' AND (from_id = ANY (people) OR into_id = ANY (people))",
  ],
  [
    'decision',
    'person_id, decided_at, playbook_version, ready, gate, crossed_at, decision_json',
    'decisions',
    'person_id = ANY (people)',
  ],
  [
    'HubSpot record',
    'subject_id AS person_id, record_id, wanted_json, written_json, facts_json, facts_at, problem',
    'records',
    "kind = 'contact' AND subject_id = ANY (people)",
  ],
  ['waits to be decided', 'person_id, since', 'dirty_persons', 'person_id = ANY (people)'],
  [
    'is woken',
    'kind, subject_id, due_at',
    'wakes',
    "((kind = 'person' AND subject_id = ANY (people)) OR (kind = 'handoff' AND subject_id = ANY (handoffs)))",
  ],
  [
    'handoff',
    'handoff_id, person_id, status, opened_at, closed_at, handoff_json',
    'handoffs',
    'person_id = ANY (people)',
  ],
  [
    'receipt',
    'receipt_id, kind, at, person_id, handoff_id, playbook_version, outcome, erased_at, body_json',
    'receipts',
    'person_id = ANY (people) ORDER BY receipt_id',
  ],
  [
    'workflow call',
    'callback_id, action, received_at, handoff_id, answer_json, completed_json',
    'action_calls',
    'handoff_id = ANY (handoffs)',
  ],
  ['name among events seen', 'name', 'events_seen', says('name')],
  [
    'audit entry',
    'audit_id, at, author, deed, detail, answer_json',
    'audit',
    says("author || ' ' || detail || ' ' || coalesce(answer_json, '')"),
  ],
];

export async function exportPersons(
  query: Query,
  portalId: number,
  personIds: number[],
  mentions: string[],
  write: Write,
): Promise<void> {
  const found = await findPeople(query, portalId, personIds, mentions);
  const values = [portalId, found.personIds, found.handoffIds, plainPartsOf(found.words)];
  for (const [part, columns, table, which] of parts) {
    const sql = `SELECT ${columns} FROM ${asked} JOIN ${table} ON portal_id = portal WHERE ${which}`;
    const rows = await query(sql, values);
    const told = which.includes('asked.words')
      ? rows.filter((row) => holdsWord(Object.values(row).join(' '), found.words))
      : rows;
    for (const row of told) write({ part, ...readable(row) });
  }
  await exportMemberships(query, portalId, found, write);
  for (const row of await alarmsOf(query, portalId, found)) write({ part: 'alarm', ...row });
  for (const row of await problemsOf(query, portalId, found)) write({ part: 'problem of another record', ...row });
  await exportEvents(query, portalId, found, write);
  await exportEffects(query, portalId, found, write);
}

type MemberRow = { person_id: number; company_id: number; via: string; joined_at: number; profile_json: string | null };

async function exportMemberships(query: Query, portalId: number, found: ErasedPeople, write: Write) {
  const rows = await query<MemberRow>(
    `SELECT m.person_id, m.company_id, m.via, m.joined_at, c.profile_json FROM members m
     LEFT JOIN companies c ON c.portal_id = m.portal_id AND c.company_id = m.company_id
     WHERE m.portal_id = $1 AND m.person_id = ANY ($2::bigint[])`,
    [portalId, found.personIds],
  );
  for (const { profile_json, ...row } of rows) {
    const company = profile_json === null ? null : (JSON.parse(profile_json).name ?? null);
    write({ part: 'membership', ...row, company });
  }
}

/** Their own, and what others' say of them. */
async function exportEvents(query: Query, portalId: number, found: ErasedPeople, write: Write) {
  const total = await readCounter(query, portalId, 'event');
  for (let after = 0; after < total; after += atOnce) {
    for (const { row, isTheirs, isKept } of await eventsAbout(query, portalId, found, after, after + atOnce)) {
      if (isKept) write({ part: isTheirs ? 'event' : "mention in somebody else's event", ...readable(row) });
    }
  }
}

async function exportEffects(query: Query, portalId: number, found: ErasedPeople, write: Write) {
  const keys = new Set(await erasedEffectKeys(query, portalId, found));
  for await (const some of effectsAbout(query, portalId, found)) for (const key of some) keys.add(key);
  const rows = await query(
    `SELECT effect_key, kind, state, created_at, payload_json, result_json FROM outbox
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND payload_json <> '{}' ORDER BY effect_key`,
    [portalId, [...keys]],
  );
  for (const row of rows) write({ part: 'effect', ...readable(row) });
}
