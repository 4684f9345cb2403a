/** Everything that is kept about somebody, part by part, in steps. See PrivacyStore.exportPersons. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { ErasedPeople } from '../erased-people.ts';
import { readable } from '../exported-rows.ts';
import type { ExportedPart } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';
import { readCounter } from './counter-rows.ts';
import { effectsAbout, erasedEffectKeys } from './erase-effects.ts';
import { eventsAbout } from './erase-events.ts';
import { alarmsOf, problemsOf } from './erase-mentions.ts';
import { findPeople } from './erase-persons.ts';

type Row = Record<string, unknown>;
type Write = (part: ExportedPart) => void;

const atOnce = 5_000;
/** Of the people asked for, by a column of their number. */
const people = 'IN (SELECT value FROM json_each(@people))';

/** Few rows each. `@words`: their addresses. */
const parts: [part: string, sql: string][] = [
  [
    'person',
    `SELECT person_id, company_id, profile_json, usage_json, other_usage_json FROM persons WHERE portal_id = @portal AND person_id ${people}`,
  ],
  [
    'usage of events that are gone',
    `SELECT person_id, usage_json FROM usage_before WHERE portal_id = @portal AND person_id ${people}`,
  ],
  [
    'identity',
    `SELECT identity, person_id, first_seen_at FROM identities WHERE portal_id = @portal AND person_id ${people}`,
  ],
  [
    'membership',
    `SELECT m.person_id, m.company_id, m.via, m.joined_at, json_extract(c.profile_json, '$.name') AS company FROM members m LEFT JOIN companies c ON c.portal_id = m.portal_id AND c.company_id = m.company_id WHERE m.portal_id = @portal AND m.person_id ${people}`,
  ],
  [
    'merge',
    `SELECT from_id, into_id, reason, merged_at FROM merges WHERE portal_id = @portal AND kind = 'person' AND (from_id ${people} OR into_id ${people})`,
  ],
  [
    'decision',
    `SELECT person_id, decided_at, playbook_version, ready, gate, crossed_at, decision_json FROM decisions WHERE portal_id = @portal AND person_id ${people}`,
  ],
  [
    'HubSpot record',
    `SELECT subject_id AS person_id, record_id, wanted_json, written_json, facts_json, facts_at, problem FROM records WHERE portal_id = @portal AND kind = 'contact' AND subject_id ${people}`,
  ],
  [
    'waits to be decided',
    `SELECT person_id, since FROM dirty_persons WHERE portal_id = @portal AND person_id ${people}`,
  ],
  [
    'is woken',
    `SELECT kind, subject_id, due_at FROM wakes WHERE portal_id = @portal AND ((kind = 'person' AND subject_id ${people}) OR (kind = 'handoff' AND subject_id IN (SELECT value FROM json_each(@handoffs))))`,
  ],
  [
    'handoff',
    `SELECT handoff_id, person_id, status, opened_at, closed_at, handoff_json FROM handoffs WHERE portal_id = @portal AND person_id ${people}`,
  ],
  [
    'receipt',
    `SELECT receipt_id, kind, at, person_id, handoff_id, playbook_version, outcome, erased_at, body_json FROM receipts WHERE portal_id = @portal AND person_id ${people} ORDER BY receipt_id`,
  ],
  [
    'workflow call',
    `SELECT callback_id, action, received_at, handoff_id, answer_json, completed_json FROM action_calls WHERE portal_id = @portal AND handoff_id IN (SELECT value FROM json_each(@handoffs))`,
  ],
  [
    'name among events seen',
    `SELECT name FROM events_seen WHERE portal_id = @portal AND EXISTS (SELECT 1 FROM json_each(@words) WHERE instr(in_lower_case(name), value) > 0)`,
  ],
  [
    'audit entry',
    `SELECT audit_id, at, author, deed, detail, answer_json FROM audit WHERE portal_id = @portal AND EXISTS (SELECT 1 FROM json_each(@words) WHERE instr(in_lower_case(author || ' ' || detail || ' ' || coalesce(answer_json, '')), value) > 0)`,
  ],
];

export async function exportPersons(
  connection: SqliteConnection,
  portalId: number,
  personIds: number[],
  mentions: string[],
  write: Write,
): Promise<void> {
  const found = findPeople(connection, portalId, personIds, mentions);
  const values = {
    portal: portalId,
    people: JSON.stringify(found.personIds),
    handoffs: JSON.stringify(found.handoffIds),
    words: JSON.stringify(found.words),
  };
  for (const [part, sql] of parts) {
    for (const row of connection.statement<Row>(sql).all(values)) write({ part, ...readable(row) });
    await letOthersRun();
  }
  for (const row of alarmsOf(connection, portalId, found)) write({ part: 'alarm', ...row });
  for (const row of problemsOf(connection, portalId, found)) write({ part: 'problem of another record', ...row });
  await exportEvents(connection, portalId, found, write);
  await exportEffects(connection, portalId, found, write);
}

/** Their own, and what others' say of them. */
async function exportEvents(connection: SqliteConnection, portalId: number, found: ErasedPeople, write: Write) {
  const total = readCounter(connection, portalId, 'event');
  for (let after = 0; after < total; after += atOnce) {
    for (const { row, isTheirs } of eventsAbout(connection, portalId, found, after, after + atOnce)) {
      write({ part: isTheirs ? 'event' : "mention in somebody else's event", ...readable(row) });
    }
    await letOthersRun();
  }
}

async function exportEffects(connection: SqliteConnection, portalId: number, found: ErasedPeople, write: Write) {
  const one = connection.statement<Row>(
    `SELECT effect_key, kind, state, created_at, payload_json, result_json FROM outbox
     WHERE portal_id = ? AND effect_key = ? AND payload_json <> '{}'`,
  );
  const keys = new Set(erasedEffectKeys(connection, portalId, found));
  for await (const some of effectsAbout(connection, portalId, found)) for (const key of some) keys.add(key);
  for (const key of keys) for (const row of one.all(portalId, key)) write({ part: 'effect', ...readable(row) });
}
