import type { HandoffRow } from '../stored-handoffs.ts';
import type { ResultRow } from '../stored-rows.ts';
import {
  handoffIdOf,
  keyOfMessage,
  openedAround,
  type PlacedMessage,
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
import type { SqliteConnection } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadHandoff } from './handoff-rows.ts';
import { clearAlarm } from './portal-rows.ts';
import type { ShareCommit } from './shared-commits.ts';

export function unconfirmedCommands(connection: SqliteConnection, share: ShareCommit): UnconfirmedStore {
  return {
    unconfirmedEffects: async (portalId, limit) =>
      connection
        .statement<UnconfirmedRow>(
          `SELECT ${unconfirmedColumns} FROM outbox
           WHERE portal_id = ? AND state IN ('failed', 'unconfirmed') AND state = 'unconfirmed' AND result_json IS NOT NULL
           ORDER BY created_at, effect_key LIMIT ?`,
        )
        .all(portalId, limit)
        .map(toUnconfirmed),
    async unconfirmedEffect(portalId, key) {
      const row = loadRow(connection, portalId, key);
      return whyNotUnconfirmed(row) === null ? toUnconfirmed(row!) : null;
    },
    messageAt: async (portalId, message) => messageAt(connection, portalId, message),
    settleUnconfirmed: (portalId, key, now, step) =>
      share(() => connection.transaction(() => settle(connection, portalId, key, now, step))),
  };
}

function loadRow(connection: SqliteConnection, portalId: number, key: string): UnconfirmedRow | undefined {
  return connection
    .statement<UnconfirmedRow>(`SELECT ${unconfirmedColumns} FROM outbox WHERE portal_id = ? AND effect_key = ?`)
    .get(portalId, key);
}

/** What is sent once and kept nowhere else, by how its keys begin: all keys of the outbox would be too many to look through. */
const sentOnce = ['note:', 'reminder:'];

function messageAt(connection: SqliteConnection, portalId: number, message: PlacedMessage): string | null {
  const { from, to } = openedAround(message);
  const handoffs = connection
    .statement<HandoffRow>(
      `SELECT handoff_json, person_id FROM handoffs
       WHERE portal_id = ? AND opened_at BETWEEN ? AND ? AND instr(handoff_json, ?) > 0`,
    )
    .all(portalId, from, to, tsInJson(message));
  const sent = sentOnce.flatMap((begins) =>
    connection
      .statement<ResultRow & { effect_key: string }>(
        `SELECT effect_key, result_json FROM outbox
         WHERE portal_id = ? AND effect_key BETWEEN ? AND ? AND state = 'done' AND instr(result_json, ?) > 0`,
      )
      .all(portalId, begins, `${begins}\u{10ffff}`, tsInJson(message)),
  );
  return keyOfMessage(handoffs, sent, message);
}

function settle(
  connection: SqliteConnection,
  portalId: number,
  key: string,
  now: number,
  step: UnconfirmedStep,
): UnconfirmedAnswer {
  const row = loadRow(connection, portalId, key);
  const not = whyNotUnconfirmed(row);
  if (not !== null) return not;
  const found = toUnconfirmed(row!);
  const handoffId = handoffIdOf(found);
  const handoff = handoffId === null ? null : loadHandoff(connection, portalId, handoffId);
  const settled = step({ found, handoff });
  if ('refused' in settled) return { settled };
  // Without a lease nobody who comes late knows better than who has looked.
  connection
    .statement(
      `UPDATE outbox SET state = 'done', result_json = ?, lease = NULL WHERE portal_id = ? AND effect_key = ?
       AND state = 'unconfirmed'`,
    )
    .run(JSON.stringify(settled.result), portalId, key);
  const { change } = settled;
  if (change !== null && !applyHandoffChange(connection, portalId, change, now)) {
    throw new Error(`Handoff ${change.handoff.handoffId} changed inside its own transaction`);
  }
  enqueueEffects(connection, portalId, settled.effects, now);
  for (const alarm of settled.alarms) clearAlarm(connection, portalId, alarm);
  return { settled };
}
