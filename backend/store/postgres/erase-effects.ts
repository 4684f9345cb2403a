/**
 * What was to be done, or was done, outside for people who are erased. A row stays without what it said, so that nothing is
 * sent twice; what still waited is given up. What is somebody else's stays, without the words about them.
 */
import { redactionOf } from '../../handoff/redactions.ts';
import { clearContactEffect, type Effect, handoffKeyStems } from '../../outbox/effect.ts';
import type { LostEffect } from '../doubt-written.ts';
import {
  emptiedSince,
  erased,
  type OutboxTexts,
  refusedKinds,
  relationTo,
  tryAgain,
  whenEmptied,
  withoutMention,
} from '../erased-effects.ts';
import type { ErasedPeople } from '../erased-people.ts';
import type { EffectOfErasure } from '../privacy-store.ts';
import { withReason } from '../stored-rows.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';

const atOnce = 5_000;
const texts = 'effect_key, kind, state, payload_json, result_json';

/** How many effects were blanked, and how many messages in Slack are redacted because of them. */
export type BlankedEffects = { effects: number; messages: number };

/** Walks the whole outbox: keys of effects that are about them or say something of them, step by step. */
export async function* effectsAbout(query: Query, portalId: number, people: ErasedPeople): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const rows = await query<OutboxTexts>(
      `SELECT ${texts} FROM outbox WHERE portal_id = $1 AND effect_key > $2 ORDER BY effect_key LIMIT $3`,
      [portalId, after, atOnce],
    );
    yield rows.filter((row) => relationTo(row, people) !== null).map(({ effect_key }) => effect_key);
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.effect_key;
  }
}

/** Of effects that were found to be about them, by what these say now. */
export async function eraseEffects(
  query: Query,
  portalId: number,
  keys: string[],
  people: ErasedPeople,
  now: number,
): Promise<BlankedEffects> {
  if (keys.length === 0) return { effects: 0, messages: 0 };
  const rows = await query<OutboxTexts>(
    `SELECT ${texts} FROM outbox WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) ORDER BY effect_key FOR UPDATE`,
    [portalId, keys],
  );
  const theirs = rows.filter((row) => relationTo(row, people) === 'theirs');
  const mentions = rows
    .filter((row) => relationTo(row, people) === 'mention')
    .map((row) => withoutMention(row, people))
    .filter(({ isChanged }) => isChanged);
  const blanked = await blankEffectsOf(
    query,
    portalId,
    theirs.map(({ effect_key }) => effect_key),
    now,
  );
  await query(
    `UPDATE outbox SET payload_json = rest.payload, result_json = rest.result
     FROM unnest($2::text[], $3::text[], $4::text[]) AS rest (key, payload, result)
     WHERE outbox.portal_id = $1 AND outbox.effect_key = rest.key`,
    [
      portalId,
      ...columns<(typeof mentions)[number], unknown>(
        mentions,
        (row) => row.effect_key,
        (row) => row.payload_json,
        (row) => row.result_json,
      ),
    ],
  );
  const redactions = mentions.flatMap(({ posted }) => posted).map((message) => redactionOf(message));
  await enqueueEffects(query, portalId, redactions, now);
  return { effects: blanked.effects + mentions.length, messages: blanked.messages + redactions.length };
}

/** Whoever was refused because of them is wanted as before; what has been done since is not done again. */
export async function refusedEffects(query: Query, portalId: number, keys: string[]): Promise<Effect[]> {
  const rows = await query<LostEffect>(
    `SELECT effect_key, lane, kind, priority, payload_json FROM outbox
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND state <> 'done' AND payload_json <> '{}'
       AND kind = ANY ($3::text[]) ORDER BY effect_key FOR UPDATE`,
    [portalId, keys, refusedKinds],
  );
  return rows.map(tryAgain);
}

/** The keys under which something may be wanted of them, also since the walk. */
export async function erasedEffectKeys(
  query: Query,
  portalId: number,
  { personIds, handoffIds }: ErasedPeople,
): Promise<string[]> {
  const calls = await query<{ callback_id: string }>(
    'SELECT callback_id FROM action_calls WHERE portal_id = $1 AND handoff_id = ANY ($2::bigint[])',
    [portalId, handoffIds],
  );
  const stems = handoffIds.flatMap((handoffId) => handoffKeyStems.map((stem) => `${stem}:${handoffId}`));
  // ':' is followed by ';': what lies between begins with the handoff's own id.
  const under = await query<{ effect_key: string }>(
    `SELECT o.effect_key FROM unnest($2::text[]) AS stem (key)
     JOIN outbox o ON o.portal_id = $1
       AND (o.effect_key = stem.key OR (o.effect_key > stem.key || ':' AND o.effect_key < stem.key || ';'))`,
    [portalId, stems],
  );
  return [
    ...personIds.flatMap((personId) => [`contact:${personId}`, `facts:${personId}`, `changed:${personId}`]),
    ...under.map(({ effect_key }) => effect_key),
    ...calls.map(({ callback_id }) => `callback:${callback_id}`),
  ];
}

/** Kinds whose messages stand among the handoff's own, which are redacted with it. */
const onHandoff = ['post alert', 'post review', 'post question'];

/** A worker that holds one of them has lost its lease. What was posted is redacted: afterwards nobody knows where it stands. */
export async function blankEffectsOf(
  query: Query,
  portalId: number,
  keys: string[],
  now: number,
): Promise<BlankedEffects> {
  if (keys.length === 0) return { effects: 0, messages: 0 };
  const done = await query<{ result_json: string }>(
    `SELECT result_json FROM outbox WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND state = 'done'
       AND payload_json <> '{}' AND result_json IS NOT NULL AND kind <> ALL ($3::text[])`,
    [portalId, keys, onHandoff],
  );
  const redactions = done
    .map((row) => JSON.parse(row.result_json) as { channel?: string; ts?: string } | null)
    .flatMap((result) => (result?.channel && result.ts ? [{ channel: result.channel, ts: result.ts }] : []));
  const rows = await query(
    `UPDATE outbox SET payload_json = '{}', lease = NULL, lease_until = NULL,
       result_json = CASE WHEN state = 'done' THEN NULL ELSE $3 END,
       state = CASE WHEN state = 'done' THEN state ELSE 'failed' END
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND payload_json <> '{}' RETURNING 1`,
    [portalId, keys, erased],
  );
  await enqueueEffects(
    query,
    portalId,
    redactions.map((message) => redactionOf(message)),
    now,
  );
  return { effects: rows.length, messages: redactions.length };
}

const contactKeys = (personIds: readonly number[]) => personIds.map((personId) => `contact:${personId}`);

/** Behind what is blanked of them: the contact of whoever is being written just now is not known yet, see `clearLate`. */
export async function emptyWhatComes(
  query: Query,
  portalId: number,
  { personIds }: ErasedPeople,
  now: number,
): Promise<void> {
  await query(
    `UPDATE outbox SET result_json = $3
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND state = 'failed' AND payload_json = '{}'`,
    [portalId, contactKeys(personIds), emptiedSince(now)],
  );
}

/** The contacts of people who were erased while HubSpot made or found them. */
export async function clearLate(
  query: Query,
  portalId: number,
  late: { personId: number; contactId: string }[],
): Promise<void> {
  if (late.length === 0) return;
  const rows = await query<Pick<OutboxTexts, 'effect_key' | 'result_json'>>(
    `SELECT effect_key, result_json FROM outbox
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND state = 'failed' AND payload_json = '{}'`,
    [portalId, contactKeys(late.map(({ personId }) => personId))],
  );
  const sinceOf = new Map(rows.map((row) => [row.effect_key, whenEmptied(row)]));
  for (const { personId, contactId } of late) {
    const since = sinceOf.get(`contact:${personId}`) ?? null;
    if (since !== null) await enqueueEffects(query, portalId, [clearContactEffect(contactId)], since);
  }
}

/** ':' is followed by ';': what lies between begins with the word. */
export async function loadEffectsOfErasures(query: Query, portalId: number, since: number): Promise<EffectOfErasure[]> {
  const rows = await query<{ key: string; state: string; result_json: string | null }>(
    `SELECT effect_key AS key, state, result_json FROM outbox
     WHERE portal_id = $1 AND ((effect_key > 'redact:' AND effect_key < 'redact;')
       OR (effect_key > 'clear:' AND effect_key < 'clear;')) AND created_at >= $2 ORDER BY effect_key`,
    [portalId, since],
  );
  return rows.map(withReason);
}
