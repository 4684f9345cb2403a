/**
 * What was to be done, or was done, outside for people who are erased. A row stays without what it said, so that nothing is
 * sent twice; what still waited is given up.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { handoffKeyStems } from '../../outbox/effect.ts';
import type { SqliteConnection } from './connection.ts';
import type { ErasedPeople } from './erase-persons.ts';

const atOnce = 5_000;
const erased = JSON.stringify({ reason: 'the person was erased' });

/** Walks the whole outbox, in steps. Returns how many effects were blanked. */
export async function blankEffects(
  connection: SqliteConnection,
  portalId: number,
  people: ErasedPeople,
): Promise<number> {
  const endOfStep = connection.statement<{ effect_key: string }>(
    'SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key > ? ORDER BY effect_key LIMIT 1 OFFSET ?',
  );
  const find = connection.statement<{ effect_key: string }>(
    `SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key > ? AND effect_key <= ?
       AND (json_extract(payload_json, '$.personId') IN (SELECT value FROM json_each(?))
         OR json_extract(payload_json, '$.handoffId') IN (SELECT value FROM json_each(?))
         OR EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(payload_json || coalesce(result_json, '')), value) > 0))`,
  );
  const lists = [people.personIds, people.handoffIds, people.words].map((list) => JSON.stringify(list));
  let blanked = 0;
  for (let after = ''; ; ) {
    const end = endOfStep.get(portalId, after, atOnce - 1)?.effect_key ?? '\u{10ffff}';
    const keys = find.all(portalId, after, end, ...lists).map(({ effect_key }) => effect_key);
    blanked += connection.transaction(() => blankEffectsOf(connection, portalId, keys));
    if (end === '\u{10ffff}') return blanked;
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

/** A worker that holds one of them has lost its lease. */
export function blankEffectsOf(connection: SqliteConnection, portalId: number, keys: string[]): number {
  const blank = connection.statement(
    `UPDATE outbox SET payload_json = '{}', lease = NULL,
       result_json = CASE WHEN state = 'done' THEN NULL ELSE ? END,
       state = CASE WHEN state = 'done' THEN state ELSE 'failed' END
     WHERE portal_id = ? AND effect_key = ? AND payload_json <> '{}'`,
  );
  return keys.reduce((sum, key) => sum + blank.run(erased, portalId, key).changes, 0);
}
