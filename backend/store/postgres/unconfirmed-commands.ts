import type { HandoffRow } from '../stored-handoffs.ts';
import type { ResultRow } from '../stored-rows.ts';
import {
  handoffIdOf,
  keyOfMessage,
  openedAround,
  toUnconfirmed,
  tsInJson,
  type UnconfirmedAnswer,
  type UnconfirmedRow,
  type UnconfirmedStep,
  type UnconfirmedStore,
  unconfirmedColumns,
  whyNotUnconfirmed,
} from '../unconfirmed-store.ts';
import { applyHandoffChange } from './apply-handoff-change.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadHandoff } from './handoff-rows.ts';
import { clearAlarms } from './portal-writes.ts';

export function unconfirmedCommands({ forPortal, portalTransaction }: PostgresConnection): UnconfirmedStore {
  return {
    async unconfirmedEffects(portalId, limit) {
      const rows = await forPortal(portalId)<UnconfirmedRow>(
        `SELECT ${unconfirmedColumns} FROM outbox
         WHERE portal_id = $1 AND state IN ('failed', 'unconfirmed') AND state = 'unconfirmed' AND result_json IS NOT NULL
         ORDER BY created_at, effect_key LIMIT $2`,
        [portalId, limit],
      );
      return rows.map(toUnconfirmed);
    },
    async unconfirmedEffect(portalId, key) {
      const [row] = await forPortal(portalId)<UnconfirmedRow>(
        `SELECT ${unconfirmedColumns} FROM outbox WHERE portal_id = $1 AND effect_key = $2`,
        [portalId, key],
      );
      return whyNotUnconfirmed(row) === null ? toUnconfirmed(row!) : null;
    },
    async messageAt(portalId, message) {
      const { from, to } = openedAround(message);
      const query = forPortal(portalId);
      const handoffs = await query<HandoffRow>(
        `SELECT handoff_json, person_id FROM handoffs
         WHERE portal_id = $1 AND opened_at BETWEEN $2 AND $3 AND position($4 IN handoff_json) > 0`,
        [portalId, from, to, tsInJson(message)],
      );
      const sent = await query<ResultRow & { effect_key: string }>(
        `SELECT effect_key, result_json FROM outbox
         WHERE portal_id = $1 AND kind IN ('post note', 'post reminder') AND state = 'done' AND position($2 IN result_json) > 0`,
        [portalId, tsInJson(message)],
      );
      return keyOfMessage(handoffs, sent, message);
    },
    settleUnconfirmed: (portalId, key, now, step) =>
      portalTransaction(portalId, (query) => settle(query, portalId, key, now, step)),
  };
}

/** Under the portal's lock, and that of the row: its node may be there after all and say what became of it. */
async function settle(
  query: Query,
  portalId: number,
  key: string,
  now: number,
  step: UnconfirmedStep,
): Promise<UnconfirmedAnswer> {
  const [row] = await query<UnconfirmedRow>(
    `SELECT ${unconfirmedColumns} FROM outbox WHERE portal_id = $1 AND effect_key = $2 FOR UPDATE`,
    [portalId, key],
  );
  const not = whyNotUnconfirmed(row);
  if (not !== null) return not;
  const found = toUnconfirmed(row!);
  const handoffId = handoffIdOf(found);
  const handoff = handoffId === null ? null : await loadHandoff(query, portalId, handoffId);
  const settled = step({ found, handoff });
  if ('refused' in settled) return { settled };
  // Without a lease nobody who comes late knows better than who has looked.
  await query(
    `UPDATE outbox SET state = 'done', result_json = $3, lease = NULL
     WHERE portal_id = $1 AND effect_key = $2 AND state = 'unconfirmed'`,
    [portalId, key, JSON.stringify(settled.result)],
  );
  const { change } = settled;
  if (change !== null && !(await applyHandoffChange(query, portalId, change, now))) {
    throw new Error(`Handoff ${change.handoff.handoffId} changed inside its own transaction`);
  }
  await enqueueEffects(query, portalId, settled.effects, now);
  await clearAlarms(query, portalId, settled.alarms);
  return { settled };
}
