/** Texts that are old enough go: of handoffs and of effects. See PrivacyStore.forgetMessages. */
import { forgetTexts } from '../../handoff/forget-texts.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { SqliteConnection } from './connection.ts';
import { inSteps, rowsAtOnce, type Step } from './forget-old.ts';
import { loadForgotten, noteForgotten } from './forgotten-rows.ts';
import { saveHandoff } from './handoff-rows.ts';
import { leaveNoTrace } from './leave-no-trace.ts';

/** `since`: handoffs that ended before have been done. */
type Old = { portalId: number; since: number; before: number; now: number };

const oldHandoffs = 'portal_id = ? AND is_open = 0 AND closed_at >= ? AND closed_at < ?';
/** As the index outbox_texts has them. */
const oldEffects = `portal_id = ? AND created_at < ? AND payload_json <> '{}'
  AND kind IN ('post note', 'post digest', 'post drift note', 'follow click', 'complete callback')
  AND state IN ('done', 'failed', 'unconfirmed')`;
const oldCalls = `portal_id = ? AND received_at < ? AND (answer_json <> '{}' OR completed_json IS NOT '{}')`;
/** Of a handoff that is open, or ended lately, it may still be asked. */
const notNeeded = `NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.portal_id = outbox.portal_id
  AND h.handoff_id = json_extract(outbox.payload_json, '$.handoffId') AND (h.is_open = 1 OR h.closed_at >= ?))`;

const callNotNeeded = `NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.portal_id = action_calls.portal_id
  AND h.handoff_id = action_calls.handoff_id AND (h.is_open = 1 OR h.closed_at >= ?))`;

export async function forgetMessages(
  connection: SqliteConnection,
  order: Pick<Old, 'portalId' | 'before' | 'now'>,
): Promise<number> {
  const { portalId, before, now } = order;
  const done = loadForgotten(connection, portalId).find(({ kind }) => kind === 'messages');
  const old: Old = { ...order, since: done?.before ?? 0 };
  if (!isThere(connection, old)) return 0;
  return leaveNoTrace(connection, async () => {
    const handoffs = await inSteps(connection, (after) => forgetOfHandoffs(connection, old, after));
    const effects = await inSteps(connection, () => forgetOfEffects(connection, old));
    const calls = await inSteps(connection, () => forgetOfCalls(connection, old));
    noteForgotten(connection, portalId, 'messages', before, handoffs + effects + calls, now);
    return handoffs + effects + calls;
  });
}

function isThere(connection: SqliteConnection, { portalId, since, before }: Old): boolean {
  const handoff = connection.statement(`SELECT 1 FROM handoffs WHERE ${oldHandoffs} LIMIT 1`);
  const effect = connection.statement(`SELECT 1 FROM outbox WHERE ${oldEffects} AND ${notNeeded} LIMIT 1`);
  const call = connection.statement(`SELECT 1 FROM action_calls WHERE ${oldCalls} AND ${callNotNeeded} LIMIT 1`);
  return (
    handoff.get(portalId, since, before) !== undefined ||
    [effect, call].some((statement) => statement.get(portalId, before, before) !== undefined)
  );
}

function forgetOfHandoffs(connection: SqliteConnection, { portalId, since, before }: Old, after: number): Step {
  const rows = connection
    .statement<HandoffRow & { handoff_id: number }>(
      `SELECT handoff_id, person_id, handoff_json FROM handoffs
       WHERE ${oldHandoffs} AND handoff_id > ? ORDER BY handoff_id LIMIT ${rowsAtOnce}`,
    )
    .all(portalId, since, before, after);
  const handoffs = rows.map(toHandoff);
  const changed = handoffs.map(forgetTexts).filter((next, index) => !isSame(next, handoffs[index]!));
  for (const handoff of changed) saveHandoff(connection, portalId, handoff);
  return { rows: changed.length, after: rows.at(-1)?.handoff_id ?? null };
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function forgetOfEffects(connection: SqliteConnection, { portalId, before }: Old): Step {
  const { changes } = connection
    .statement(
      // Of what is unconfirmed whoever is to know has been told, which says so.
      `UPDATE outbox SET payload_json = '{}', result_json = CASE WHEN state = 'unconfirmed' THEN result_json END
       WHERE ${oldEffects} AND ${notNeeded} LIMIT ${rowsAtOnce}`,
    )
    .run(portalId, before, before);
  return { rows: changes, after: changes === rowsAtOnce ? 0 : null };
}

/** That there was the call stays: it is answered once. */
function forgetOfCalls(connection: SqliteConnection, { portalId, before }: Old): Step {
  const { changes } = connection
    .statement(
      `UPDATE action_calls SET answer_json = '{}', completed_json = '{}'
       WHERE ${oldCalls} AND ${callNotNeeded} LIMIT ${rowsAtOnce}`,
    )
    .run(portalId, before, before);
  return { rows: changes, after: changes === rowsAtOnce ? 0 : null };
}
