/** Signed calls of workflow actions and of cards, kept so that a repeat gets the same answer. */
import type { ActionCall } from '../../handoff/handoff-change.ts';
import type { Query } from './connection.ts';

/** A call that is kept already stays as it is. */
export async function keepCall(
  query: Query,
  portalId: number,
  call: ActionCall,
  handoffId: number | null,
  now: number,
): Promise<void> {
  await query(
    `INSERT INTO action_calls (portal_id, callback_id, action, received_at, answer_json, handoff_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (portal_id, callback_id) DO NOTHING`,
    [portalId, call.callbackId, call.action, now, JSON.stringify(call.answer), handoffId],
  );
}

/** What this callback was completed with, else what it was answered; undefined when it is new. */
export async function answerOfCall(query: Query, portalId: number, callbackId: string): Promise<unknown> {
  const [row] = await query<{ answer_json: string }>(
    `SELECT coalesce(completed_json, answer_json) AS answer_json FROM action_calls
     WHERE portal_id = $1 AND callback_id = $2`,
    [portalId, callbackId],
  );
  return row ? JSON.parse(row.answer_json) : undefined;
}

/** Remembers the outputs a waiting call was completed with: a repeat of the call then gets them. */
export async function completeCall(
  query: Query,
  portalId: number,
  callbackId: string,
  outputs: Record<string, string>,
): Promise<void> {
  await query('UPDATE action_calls SET completed_json = $3 WHERE portal_id = $1 AND callback_id = $2', [
    portalId,
    callbackId,
    JSON.stringify(outputs),
  ]);
}

export async function forgetCardCalls(query: Query, portalId: number, before: number): Promise<number> {
  const rows = await query(
    `DELETE FROM action_calls WHERE portal_id = $1 AND action = 'card' AND received_at < $2 RETURNING 1`,
    [portalId, before],
  );
  return rows.length;
}
