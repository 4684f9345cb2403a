/**
 * What was to be done, or was done, outside for people who are erased. A row stays without what it said, so that nothing is
 * sent twice; what still waited is given up. What is somebody else's stays, without the words about them.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises';
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
import type { SqliteConnection } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';

const atOnce = 5_000;
const texts = 'effect_key, kind, state, payload_json, result_json';

/** How many effects were blanked, and how many messages in Slack are redacted because of them. */
export type BlankedEffects = { effects: number; messages: number };

/** Walks the whole outbox: keys of effects that are about them or say something of them, step by step; others' commands come between. */
export async function* effectsAbout(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
): AsyncGenerator<string[]> {
  const step = connection.statement<OutboxTexts>(
    `SELECT ${texts} FROM outbox WHERE portal_id = ? AND effect_key > ? ORDER BY effect_key LIMIT ?`,
  );
  for (let after = ''; ; ) {
    const rows = step.all(portalId, after, atOnce);
    yield rows.filter((row) => relationTo(row, people) !== null).map(({ effect_key }) => effect_key);
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.effect_key;
    await letOthersRun();
  }
}

/** Of effects that were found to be about them, by what these say now. */
export function eraseEffects(
  connection: SqliteConnection,
  portalId: number,
  keys: string[],
  people: ErasedPeople,
  now: number,
): BlankedEffects {
  const one = connection.statement<OutboxTexts>(`SELECT ${texts} FROM outbox WHERE portal_id = ? AND effect_key = ?`);
  const rows = keys.flatMap((key) => one.all(portalId, key));
  const theirs = rows.filter((row) => relationTo(row, people) === 'theirs');
  const mentions = rows
    .filter((row) => relationTo(row, people) === 'mention')
    .map((row) => withoutMention(row, people))
    .filter(({ isChanged }) => isChanged);
  const blanked = blankEffectsOf(
    connection,
    portalId,
    theirs.map(({ effect_key }) => effect_key),
    now,
  );
  const change = connection.statement(
    'UPDATE outbox SET payload_json = ?, result_json = ? WHERE portal_id = ? AND effect_key = ?',
  );
  for (const row of mentions) change.run(row.payload_json, row.result_json, portalId, row.effect_key);
  const redactions = mentions.flatMap(({ posted }) => posted).map((message) => redactionOf(message));
  enqueueEffects(connection, portalId, redactions, now);
  return { effects: blanked.effects + mentions.length, messages: blanked.messages + redactions.length };
}

/** Whoever was refused because of them is wanted as before; what has been done since is not done again. */
export function refusedEffects(connection: SqliteConnection, portalId: number, keys: string[]): Effect[] {
  return connection
    .statement<LostEffect>(
      `SELECT effect_key, lane, kind, priority, payload_json FROM outbox
       WHERE portal_id = ? AND effect_key IN (SELECT value FROM json_each(?)) AND state <> 'done' AND payload_json <> '{}'
         AND kind IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify(keys), JSON.stringify(refusedKinds))
    .map(tryAgain);
}

/** The keys under which something may be wanted of them, also since the walk. */
export function erasedEffectKeys(
  connection: SqliteConnection,
  portalId: number,
  { personIds, handoffIds }: ErasedPeople,
): string[] {
  const calls = connection
    .statement<{ callback_id: string }>(
      'SELECT callback_id FROM action_calls WHERE portal_id = ? AND handoff_id IN (SELECT value FROM json_each(?))',
    )
    .all(portalId, JSON.stringify(handoffIds));
  const about = connection.statement<{ effect_key: string }>(
    `SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key = ?
     UNION ALL SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key > ? AND effect_key < ?`,
  );
  // ':' is followed by ';': what lies between begins with the handoff's own id.
  const keysUnder = (key: string) =>
    about.all(portalId, key, portalId, `${key}:`, `${key};`).map(({ effect_key }) => effect_key);
  return [
    ...personIds.flatMap((personId) => [`contact:${personId}`, `facts:${personId}`, `changed:${personId}`]),
    ...handoffIds.flatMap((handoffId) => handoffKeyStems.flatMap((stem) => keysUnder(`${stem}:${handoffId}`))),
    ...calls.map(({ callback_id }) => `callback:${callback_id}`),
  ];
}

/** Kinds whose messages stand among the handoff's own, which are redacted with it. */
const onHandoff = ['post alert', 'post review', 'post question'];

/** A worker that holds one of them has lost its lease. What was posted is redacted: afterwards nobody knows where it stands. */
export function blankEffectsOf(
  connection: SqliteConnection,
  portalId: number,
  keys: string[],
  now: number,
): BlankedEffects {
  const posted = connection.statement<{ channel: string; ts: string }>(
    `SELECT json_extract(result_json, '$.channel') AS channel, json_extract(result_json, '$.ts') AS ts FROM outbox
     WHERE portal_id = ? AND effect_key = ? AND state = 'done' AND payload_json <> '{}'
       AND kind NOT IN (SELECT value FROM json_each(?))
       AND json_extract(result_json, '$.channel') IS NOT NULL AND json_extract(result_json, '$.ts') IS NOT NULL`,
  );
  const blank = connection.statement(
    `UPDATE outbox SET payload_json = '{}', lease = NULL,
       result_json = CASE WHEN state = 'done' THEN NULL ELSE ? END,
       state = CASE WHEN state = 'done' THEN state ELSE 'failed' END
     WHERE portal_id = ? AND effect_key = ? AND payload_json <> '{}'`,
  );
  const redactions = keys.flatMap((key) => posted.all(portalId, key, JSON.stringify(onHandoff)));
  const effects = keys.reduce((sum, key) => sum + blank.run(erased, portalId, key).changes, 0);
  enqueueEffects(
    connection,
    portalId,
    redactions.map((message) => redactionOf(message)),
    now,
  );
  return { effects, messages: redactions.length };
}

/** Behind what is blanked of them: the contact of whoever is being written just now is not known yet, see `clearLate`. */
export function emptyWhatComes(
  connection: SqliteConnection,
  portalId: number,
  { personIds }: ErasedPeople,
  now: number,
): void {
  const mark = connection.statement(
    `UPDATE outbox SET result_json = ? WHERE portal_id = ? AND effect_key = ? AND state = 'failed' AND payload_json = '{}'`,
  );
  for (const personId of personIds) mark.run(emptiedSince(now), portalId, `contact:${personId}`);
}

/** The contact of somebody who was erased while HubSpot made or found it. */
export function clearLate(connection: SqliteConnection, portalId: number, personId: number, contactId: string): void {
  const row = connection
    .statement<Pick<OutboxTexts, 'result_json'>>(
      `SELECT result_json FROM outbox
       WHERE portal_id = ? AND effect_key = ? AND state = 'failed' AND payload_json = '{}'`,
    )
    .get(portalId, `contact:${personId}`);
  const since = row === undefined ? null : whenEmptied(row);
  if (since !== null) enqueueEffects(connection, portalId, [clearContactEffect(contactId)], since);
}

/** ':' is followed by ';': what lies between begins with the word. */
export function loadEffectsOfErasures(
  connection: SqliteConnection,
  portalId: number,
  since: number,
): EffectOfErasure[] {
  return connection
    .statement<EffectOfErasure>(
      `SELECT effect_key AS key, state, json_extract(result_json, '$.reason') AS reason FROM outbox
       WHERE portal_id = ? AND ((effect_key > 'redact:' AND effect_key < 'redact;')
         OR (effect_key > 'clear:' AND effect_key < 'clear;')) AND created_at >= ? ORDER BY effect_key`,
    )
    .all(portalId, since);
}
