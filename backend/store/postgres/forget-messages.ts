/** Texts that are old enough go: of handoffs, of effects and of calls. See PrivacyStore.forgetMessages. */
import { forgetTexts } from '../../handoff/forget-texts.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadForgotten, noteForgotten } from './forgotten-rows.ts';
import { saveHandoffs } from './handoff-rows.ts';

const rowsAtOnce = 500;

type Old = { portalId: number; before: number; now: number };

export async function forgetMessages(connection: PostgresConnection, old: Old): Promise<number> {
  const { portalId, before, now } = old;
  const done = (await loadForgotten(connection.forPortal(portalId), portalId)).find(({ kind }) => kind === 'messages');
  const handoffs = await forgetOfHandoffs(connection, old, done?.before ?? 0);
  const rest = (await forgetOfEffects(connection, old)) + (await forgetOfCalls(connection, old));
  const rows = handoffs.changed + rest;
  if (handoffs.looked + rest > 0)
    await noteForgotten(connection.forPortal(portalId), portalId, 'messages', before, rows, now);
  return rows;
}

/** `since`: those that ended before have been done. */
async function forgetOfHandoffs(connection: PostgresConnection, { portalId, before }: Old, since: number) {
  const done = { looked: 0, changed: 0 };
  for (let after = 0; ; ) {
    const rows = await connection.portalTransaction(portalId, async (query) => {
      const found = await query<HandoffRow & { handoff_id: number }>(
        `SELECT handoff_id, person_id, handoff_json FROM handoffs
         WHERE portal_id = $1 AND is_open = 0 AND closed_at >= $2 AND closed_at < $3 AND handoff_id > $4
         ORDER BY handoff_id LIMIT $5`,
        [portalId, since, before, after, rowsAtOnce],
      );
      const changed = found.map(toHandoff).flatMap((handoff) => {
        const next = forgetTexts(handoff);
        return JSON.stringify(next) === JSON.stringify(handoff) ? [] : [next];
      });
      done.changed += await saveHandoffs(query, portalId, changed);
      return found;
    });
    done.looked += rows.length;
    if (rows.length < rowsAtOnce) return done;
    after = rows.at(-1)!.handoff_id;
  }
}

type EffectRow = { effect_key: string; created_at: number; payload_json: string };

/** As the index outbox_texts has them. */
async function forgetOfEffects(connection: PostgresConnection, { portalId, before }: Old): Promise<number> {
  let forgotten = 0;
  for (let after = { created_at: -1, effect_key: '' }; ; ) {
    const rows = await connection.portalTransaction(portalId, async (query) => {
      const found = await query<EffectRow>(
        `SELECT effect_key, created_at, payload_json FROM outbox
         WHERE portal_id = $1 AND created_at < $2 AND (created_at, effect_key) > ($3, $4) AND payload_json <> '{}'
           AND kind IN ('post note', 'post digest', 'post drift note', 'follow click', 'complete callback')
           AND state IN ('done', 'failed', 'unconfirmed')
         ORDER BY created_at, effect_key LIMIT $5`,
        [portalId, before, after.created_at, after.effect_key, rowsAtOnce],
      );
      forgotten += await blankUnneeded(query, portalId, found, before);
      return found;
    });
    if (rows.length < rowsAtOnce) return forgotten;
    after = rows.at(-1)!;
  }
}

/** Of a handoff that is open, or ended lately, it may still be asked. */
async function blankUnneeded(query: Query, portalId: number, rows: EffectRow[], before: number): Promise<number> {
  const effects = rows.map(({ effect_key: key, payload_json }) => {
    const { handoffId } = JSON.parse(payload_json) as { handoffId?: unknown };
    return { key, handoffId: typeof handoffId === 'number' ? handoffId : null };
  });
  const needed = await query<{ handoff_id: number }>(
    `SELECT handoff_id FROM handoffs
     WHERE portal_id = $1 AND handoff_id = ANY ($2::bigint[]) AND (is_open = 1 OR closed_at >= $3)`,
    [portalId, effects.flatMap(({ handoffId }) => handoffId ?? []), before],
  );
  const kept = new Set<number | null>(needed.map(({ handoff_id }) => handoff_id));
  const keys = effects.filter(({ handoffId }) => !kept.has(handoffId)).map(({ key }) => key);
  // Of what is unconfirmed whoever is to know has been told, which says so.
  await query(
    `UPDATE outbox SET payload_json = '{}', result_json = CASE WHEN state = 'unconfirmed' THEN result_json END
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[])`,
    [portalId, keys],
  );
  return keys.length;
}

/** That there was the call stays: it is answered once. */
async function forgetOfCalls(connection: PostgresConnection, { portalId, before }: Old): Promise<number> {
  for (let forgotten = 0; ; ) {
    const rows = await connection.portalTransaction(portalId, (query) =>
      query(
        `UPDATE action_calls SET answer_json = '{}', completed_json = '{}'
         WHERE portal_id = $1 AND callback_id = ANY (ARRAY (
           SELECT callback_id FROM action_calls c
           WHERE c.portal_id = $1 AND c.received_at < $2
             AND (c.answer_json <> '{}' OR c.completed_json IS DISTINCT FROM '{}')
             AND NOT EXISTS (SELECT FROM handoffs h WHERE h.portal_id = c.portal_id AND h.handoff_id = c.handoff_id
               AND (h.is_open = 1 OR h.closed_at >= $2))
           LIMIT $3)) RETURNING 1`,
        [portalId, before, rowsAtOnce],
      ),
    );
    forgotten += rows.length;
    if (rows.length < rowsAtOnce) return forgotten;
  }
}
