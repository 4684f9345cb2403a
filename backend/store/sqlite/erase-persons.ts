/**
 * Forgets people. See ReceiptStore.erasePersons. First, in steps, everything there may be much of; then, in one transaction,
 * the people themselves. Until then they can be found, so that an interrupted erasure is ended by running it again.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { eraseHandoff } from '../../handoff/erase-handoff.ts';
import { countUnfound, redactionsOf } from '../../handoff/redactions.ts';
import { clearContactEffect } from '../../outbox/effect.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { forgetPersons } from '../../usage/forget-persons.ts';
import { addErased, nothingErased } from '../erased-counts.ts';
import { isOfRecord } from '../erased-effects.ts';
import { type ErasedPeople, namesOf } from '../erased-people.ts';
import type { Erased, ErasureOptions } from '../receipt-store.ts';
import type { FoldRules } from '../store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { SqliteConnection } from './connection.ts';
import { readCounter } from './counter-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import {
  blankEffectsOf,
  effectsAbout,
  emptyWhatComes,
  erasedEffectKeys,
  eraseEffects,
  refusedEffects,
} from './erase-effects.ts';
import { eraseEvents } from './erase-events.ts';
import { eraseMentions } from './erase-mentions.ts';
import { saveHandoff, setWake } from './handoff-rows.ts';
import { leaveNoTrace } from './leave-no-trace.ts';
import { loadPersonGroup } from './load-group.ts';
import { addToProof } from './privacy-deletion-rows.ts';
import { loadRecord } from './record-rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { everybodyOf } from './survivors.ts';
import { writeGroup } from './write-group.ts';

const eventsAtOnce = 5_000;

type Erasing = ErasureOptions & { mentions: string[]; rules: FoldRules; now: number };

export async function erasePersons(
  connection: SqliteConnection,
  portalId: number,
  personIds: number[],
  { mentions, rules, now, progress, effects: wanted = [], clearsContacts = false, proofOf }: Erasing,
): Promise<Erased> {
  checkCurrent(connection, portalId, rules);
  let erased = nothingErased;
  /** One transaction's work, and its proof with it. */
  function step(work: () => Partial<Erased>): void {
    const counts = connection.transaction(() => {
      const counted = work();
      if (proofOf !== undefined) addToProof(connection, portalId, proofOf, counted);
      return counted;
    });
    erased = addErased(erased, counts);
  }
  return leaveNoTrace(connection, async () => {
    const people = findPeople(connection, portalId, personIds, mentions);
    let last = 0;
    const total = readCounter(connection, portalId, 'event');
    for (; last < total; last += eventsAtOnce) {
      step(() => ({ events: eraseEvents(connection, portalId, people, last, last + eventsAtOnce) }));
      progress?.(Math.min(last + eventsAtOnce, total), total);
      await letOthersRun();
    }
    const refused: string[] = [];
    for await (const keys of effectsAbout(connection, portalId, people)) {
      refused.push(...keys.filter(isOfRecord));
      step(() => eraseEffects(connection, portalId, keys, people, now));
    }
    step(() => {
      checkCurrent(connection, portalId, rules);
      const rest = findPeople(connection, portalId, personIds, mentions);
      const events = eraseEvents(connection, portalId, rest, last, Number.MAX_SAFE_INTEGER);
      const contactIds = clearsContacts ? contactsOf(connection, portalId, rest) : [];
      const rows = eraseRows(connection, portalId, rest, rules, now, refused);
      if (clearsContacts) emptyWhatComes(connection, portalId, rest, now);
      enqueueEffects(connection, portalId, [...wanted, ...contactIds.map(clearContactEffect)], now);
      return { ...rows, events };
    });
    return erased;
  });
}

export function findPeople(
  connection: SqliteConnection,
  portalId: number,
  personIds: number[],
  mentions: string[],
): ErasedPeople {
  const everybody = [...new Set(personIds.flatMap((personId) => everybodyOf(connection, portalId, personId)))];
  const list = JSON.stringify(everybody);
  const identities = connection
    .statement<{ identity: string }>(
      'SELECT identity FROM identities WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))',
    )
    .all(portalId, list)
    .map(({ identity }) => identity);
  const emails = connection
    .statement<{ email: string | null }>(
      `SELECT json_extract(profile_json, '$.email') AS email FROM persons
       WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, list)
    .map(({ email }) => email);
  const inHubspot = everybody.map((personId) => loadRecord(connection, portalId, 'contact', personId)?.facts?.email);
  const handoffIds = connection
    .statement<{ handoff_id: number }>(
      'SELECT handoff_id FROM handoffs WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))',
    )
    .all(portalId, list)
    .map(({ handoff_id }) => handoff_id);
  return { personIds: everybody, handoffIds, ...namesOf(identities, mentions, [...emails, ...inHubspot]) };
}

function contactsOf(connection: SqliteConnection, portalId: number, { personIds }: ErasedPeople): string[] {
  const records = personIds.map((personId) => loadRecord(connection, portalId, 'contact', personId));
  return [...new Set(records.flatMap((record) => record?.recordId ?? []))];
}

/** Everything that hangs on them but their events, within a transaction. `refused`: effects that may have been because of them. */
export function eraseRows(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
  rules: FoldRules,
  now: number,
  refused: string[] = [],
): Omit<Erased, 'events'> {
  const persons = JSON.stringify(people.personIds);
  const remove = (table: string, column: string, more = '') =>
    connection
      .statement(`DELETE FROM ${table} WHERE portal_id = ? AND ${column} IN (SELECT value FROM json_each(?)) ${more}`)
      .run(portalId, persons).changes;

  const state = loadPersonGroup(connection, portalId, people.personIds);
  writeGroup(connection, portalId, forgetPersons(state, compileRules(rules), now), now, { as: 'before' });
  remove('identities', 'person_id');
  remove('members', 'person_id');
  remove('dirty_persons', 'person_id');
  remove('wakes', 'subject_id', "AND kind = 'person'");
  remove('decisions', 'person_id');
  remove('usage_before', 'person_id');
  remove('records', 'subject_id', "AND kind = 'contact'");
  const gone = remove('persons', 'person_id');

  const { handoffs, messages, unfound } = blankHandoffs(connection, portalId, people, now);
  const calls = connection
    .statement(
      `UPDATE action_calls SET answer_json = '{}', completed_json = '{}'
       WHERE portal_id = ? AND handoff_id IN (SELECT value FROM json_each(?))
         AND (answer_json <> '{}' OR completed_json IS NOT '{}')`,
    )
    .run(portalId, JSON.stringify(people.handoffIds)).changes;
  const blanked = blankEffectsOf(connection, portalId, erasedEffectKeys(connection, portalId, people), now);
  const receipts = connection
    .statement(
      `UPDATE receipts SET body_json = '{}', erased_at = ?
       WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?)) AND erased_at IS NULL`,
    )
    .run(now, portalId, persons).changes;
  const mentions = eraseMentions(connection, portalId, people);
  const because = [...refused, ...mentions.because];
  enqueueEffects(connection, portalId, refusedEffects(connection, portalId, because), now);
  return {
    persons: gone,
    handoffs,
    receipts,
    effects: blanked.effects,
    calls,
    messages: messages + blanked.messages,
    unfound,
    alarms: mentions.alarms,
  };
}

function blankHandoffs(connection: SqliteConnection, portalId: number, people: ErasedPeople, now: number) {
  const rows = connection
    .statement<HandoffRow>(
      `SELECT handoff_json, person_id FROM handoffs
       WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify(people.personIds));
  const left = rows.map(toHandoff).filter(({ erasedAt }) => erasedAt === undefined);
  for (const handoff of left) {
    saveHandoff(connection, portalId, eraseHandoff(handoff, now));
    setWake(connection, portalId, 'handoff', handoff.handoffId, null);
  }
  const redactions = left.flatMap(redactionsOf);
  enqueueEffects(connection, portalId, redactions, now);
  const unfound = left.reduce((sum, handoff) => sum + countUnfound(handoff), 0);
  return { handoffs: left.length, messages: redactions.length, unfound };
}
