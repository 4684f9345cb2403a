/**
 * Forgets people. See ReceiptStore.erasePersons. First, in steps, everything there may be much of; then, in one transaction,
 * the people themselves. Until then they can be found, so that an interrupted erasure is ended by running it again.
 */
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
import type { PostgresConnection, Query } from './connection.ts';
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
import { saveHandoffs } from './handoff-rows.ts';
import { loadPersonGroup } from './load-group.ts';
import { loadPersons } from './person-rows.ts';
import { addToProof } from './privacy-deletion-rows.ts';
import { loadRecords } from './record-rows.ts';
import { readCounter, setWakes } from './rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { everybodyOf } from './survivors.ts';
import { writeGroup } from './write-group.ts';

const eventsAtOnce = 5_000;

type Erasing = ErasureOptions & { mentions: string[]; rules: FoldRules; now: number };

export async function erasePersons(
  connection: PostgresConnection,
  portalId: number,
  personIds: number[],
  { mentions, rules, now, progress, effects: wanted = [], clearsContacts = false, proofOf }: Erasing,
): Promise<Erased> {
  const { forPortal, transaction, portalTransaction } = connection;
  const query = forPortal(portalId);
  await checkCurrent(query, portalId, rules);
  let erased = nothingErased;
  /** For a transaction: its work, and its proof with it. */
  const proven = (work: (within: Query) => Promise<Partial<Erased>>) => async (within: Query) => {
    const counted = await work(within);
    if (proofOf !== undefined) await addToProof(within, portalId, proofOf, counted);
    return counted;
  };
  const people = await findPeople(query, portalId, personIds, mentions);
  let last = 0;
  const total = await readCounter(query, portalId, 'event');
  for (; last < total; last += eventsAtOnce) {
    const [after, upTo] = [last, last + eventsAtOnce];
    const ofEvents = proven(async (within) => ({ events: await eraseEvents(within, portalId, people, after, upTo) }));
    erased = addErased(erased, await transaction(portalId, ofEvents));
    progress?.(Math.min(upTo, total), total);
  }
  const refused: string[] = [];
  for await (const keys of effectsAbout(query, portalId, people)) {
    refused.push(...keys.filter(isOfRecord));
    const ofEffects = proven((within) => eraseEffects(within, portalId, keys, people, now));
    erased = addErased(erased, await transaction(portalId, ofEffects));
  }
  const ofTheRest = proven(async (within) => {
    await checkCurrent(within, portalId, rules);
    const rest = await findPeople(within, portalId, personIds, mentions);
    const events = await eraseEvents(within, portalId, rest, last, Number.MAX_SAFE_INTEGER);
    const contactIds = clearsContacts ? await contactsOf(within, portalId, rest) : [];
    const rows = await eraseRows(within, portalId, rest, rules, now, refused);
    if (clearsContacts) await emptyWhatComes(within, portalId, rest, now);
    await enqueueEffects(within, portalId, [...wanted, ...contactIds.map(clearContactEffect)], now);
    return { ...rows, events };
  });
  return addErased(erased, await portalTransaction(portalId, ofTheRest));
}

export async function findPeople(
  query: Query,
  portalId: number,
  personIds: number[],
  mentions: string[],
): Promise<ErasedPeople> {
  const everybody = new Set<number>();
  for (const personId of personIds) for (const id of await everybodyOf(query, portalId, personId)) everybody.add(id);
  const list = [portalId, [...everybody]];
  const identities = await query<{ identity: string }>(
    'SELECT identity FROM identities WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    list,
  );
  const persons = await loadPersons(query, portalId, [...everybody]);
  const records = await loadRecords(query, portalId, 'contact', [...everybody]);
  const emails = [
    ...[...persons.values()].map(({ profile }) => profile.email),
    ...[...records.values()].map(({ facts }) => facts?.email),
  ];
  const handoffs = await query<{ handoff_id: number }>(
    'SELECT handoff_id FROM handoffs WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    list,
  );
  return {
    personIds: [...everybody],
    handoffIds: handoffs.map(({ handoff_id }) => handoff_id),
    ...namesOf(
      identities.map(({ identity }) => identity),
      mentions,
      emails,
    ),
  };
}

async function contactsOf(query: Query, portalId: number, { personIds }: ErasedPeople): Promise<string[]> {
  const records = await loadRecords(query, portalId, 'contact', personIds);
  return [...new Set([...records.values()].flatMap(({ recordId }) => recordId ?? []))];
}

/** Everything that hangs on them but their events, within a transaction. `refused`: effects that may have been because of them. */
export async function eraseRows(
  query: Query,
  portalId: number,
  people: ErasedPeople,
  rules: FoldRules,
  now: number,
  refused: string[] = [],
): Promise<Omit<Erased, 'events'>> {
  const { personIds, handoffIds } = people;
  const remove = async (table: string, column: string, more = '') =>
    (
      await query(`DELETE FROM ${table} WHERE portal_id = $1 AND ${column} = ANY ($2::bigint[]) ${more} RETURNING 1`, [
        portalId,
        personIds,
      ])
    ).length;

  const state = await loadPersonGroup(query, portalId, personIds);
  await writeGroup(query, portalId, forgetPersons(state, compileRules(rules), now), now, { as: 'before' });
  await remove('identities', 'person_id');
  await remove('members', 'person_id');
  await remove('dirty_persons', 'person_id');
  await remove('wakes', 'subject_id', "AND kind = 'person'");
  await remove('decisions', 'person_id');
  await remove('usage_before', 'person_id');
  await remove('records', 'subject_id', "AND kind = 'contact'");
  const gone = await remove('persons', 'person_id');

  const { handoffs, messages, unfound } = await blankHandoffs(query, portalId, people, now);
  const calls = await query(
    `UPDATE action_calls SET answer_json = '{}', completed_json = '{}'
     WHERE portal_id = $1 AND handoff_id = ANY ($2::bigint[])
       AND (answer_json <> '{}' OR completed_json IS DISTINCT FROM '{}') RETURNING 1`,
    [portalId, handoffIds],
  );
  const blanked = await blankEffectsOf(query, portalId, await erasedEffectKeys(query, portalId, people), now);
  const receipts = await query(
    `UPDATE receipts SET body_json = '{}', erased_at = $3
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[]) AND erased_at IS NULL RETURNING 1`,
    [portalId, personIds, now],
  );
  const mentions = await eraseMentions(query, portalId, people);
  const because = [...refused, ...mentions.because];
  await enqueueEffects(query, portalId, await refusedEffects(query, portalId, because), now);
  return {
    persons: gone,
    handoffs,
    receipts: receipts.length,
    effects: blanked.effects,
    calls: calls.length,
    messages: messages + blanked.messages,
    unfound,
    alarms: mentions.alarms,
  };
}

async function blankHandoffs(query: Query, portalId: number, people: ErasedPeople, now: number) {
  const rows = await query<HandoffRow>(
    'SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    [portalId, people.personIds],
  );
  const left = rows.map(toHandoff).filter(({ erasedAt }) => erasedAt === undefined);
  await saveHandoffs(
    query,
    portalId,
    left.map((handoff) => eraseHandoff(handoff, now)),
  );
  const wakes = left.map(({ handoffId }) => ({ subjectId: handoffId, dueAt: null }));
  await setWakes(query, portalId, 'handoff', wakes);
  const redactions = left.flatMap(redactionsOf);
  await enqueueEffects(query, portalId, redactions, now);
  const unfound = left.reduce((sum, handoff) => sum + countUnfound(handoff), 0);
  return { handoffs: left.length, messages: redactions.length, unfound };
}
