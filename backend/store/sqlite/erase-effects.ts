/**
 * What was to be done, or was done, outside for people who are erased. A row stays without what it said, so that nothing is
 * sent twice; what still waited is given up.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { redactionOf } from '../../handoff/redactions.ts';
import { isConflictOf } from '../../hubspot/contact-conflicts.ts';
import { handoffKeyStems } from '../../outbox/effect.ts';
import type { EffectOfErasure } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import type { ErasedPeople } from './erase-persons.ts';

const atOnce = 5_000;
const erased = JSON.stringify({ reason: 'the person was erased' });

/** How many effects were blanked, and how many messages in Slack are redacted because of them. */
export type BlankedEffects = { effects: number; messages: number };

/** Walks the whole outbox: keys of effects that are about them or say something of them, step by step; others' commands come between. */
export async function* effectsAbout(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
): AsyncGenerator<string[]> {
  const endOfStep = connection.statement<{ effect_key: string }>(
    'SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key > ? ORDER BY effect_key LIMIT 1 OFFSET ?',
  );
  const find = connection.statement<{ effect_key: string }>(
    `SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key > ? AND effect_key <= ?
       AND (json_extract(payload_json, '$.personId') IN (SELECT value FROM json_each(?))
         OR json_extract(payload_json, '$.handoffId') IN (SELECT value FROM json_each(?))
         OR EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(payload_json || coalesce(result_json, '')), value) > 0))`,
  );
  const failed = connection.statement<{ effect_key: string; reason: string | null }>(
    `SELECT effect_key, json_extract(result_json, '$.reason') AS reason FROM outbox
     WHERE portal_id = ? AND effect_key > ? AND effect_key <= ? AND state = 'failed'`,
  );
  const lists = [people.personIds, people.handoffIds, people.words].map((list) => JSON.stringify(list));
  for (let after = ''; ; ) {
    const end = endOfStep.get(portalId, after, atOnce - 1)?.effect_key ?? '\u{10ffff}';
    const conflicts = failed.all(portalId, after, end).filter(({ reason }) => isConflictOf(reason ?? '', people.ids));
    const keys = [...find.all(portalId, after, end, ...lists), ...conflicts].map(({ effect_key }) => effect_key);
    yield [...new Set(keys)];
    if (end === '\u{10ffff}') return;
    after = end;
    await letOthersRun();
  }
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
