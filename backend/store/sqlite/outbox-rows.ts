/** The outbox besides claiming and settling: what waits, what is being sent, and what a restart finds. */
import type { LeftEffect } from '../doubt-written.ts';
import type { Told } from '../store.ts';
import { toldRow } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { doubtWritten } from './record-rows.ts';

/** From lane to lane, however much waits in each. */
export function readyLanes(connection: SqliteConnection, portalId: number, now: number): string[] {
  return connection
    .statement<{ lane: string }>(
      `WITH RECURSIVE lanes (lane) AS (
         SELECT min(lane) FROM outbox WHERE portal_id = ? AND state = 'pending'
         UNION ALL
         SELECT (SELECT min(lane) FROM outbox WHERE portal_id = ? AND state = 'pending' AND lane > lanes.lane)
         FROM lanes WHERE lanes.lane IS NOT NULL
       )
       SELECT lane FROM lanes WHERE lane IS NOT NULL AND EXISTS (
         SELECT 1 FROM outbox WHERE portal_id = ? AND lane = lanes.lane AND state = 'pending' AND not_before <= ?)`,
    )
    .all(portalId, portalId, portalId, now)
    .map((row) => row.lane);
}

export function nextEffectAt(connection: SqliteConnection, portalId: number): number | null {
  const row = connection
    .statement<{ due: number | null }>(
      `SELECT min(not_before) AS due FROM outbox WHERE portal_id = ? AND state = 'pending'`,
    )
    .get(portalId);
  return row?.due ?? null;
}

export function markSending(connection: SqliteConnection, portalId: number, key: string, lease: string): boolean {
  const { changes } = connection
    .statement(
      `UPDATE outbox SET state = 'sending' WHERE portal_id = ? AND effect_key = ? AND lease = ? AND state = 'claimed'`,
    )
    .run(portalId, key, lease);
  return changes === 1;
}

/** Nothing was sent because of the mark. */
export function unmarkSending(connection: SqliteConnection, portalId: number, key: string, lease: string): void {
  connection
    .statement(
      `UPDATE outbox SET state = 'claimed' WHERE portal_id = ? AND effect_key = ? AND lease = ? AND state = 'sending'`,
    )
    .run(portalId, key, lease);
}

export function holdsLease(connection: SqliteConnection, portalId: number, lease: string): boolean {
  const held = connection.statement(
    `SELECT 1 FROM outbox WHERE portal_id = ? AND state IN ('claimed', 'sending') AND lease = ? LIMIT 1`,
  );
  return held.get(portalId, lease) !== undefined;
}

/**
 * One process owns an SQLite database: at start-up nobody works on anything, so every claim is left over. What it was under way
 * with was due, and is, for whatever later time it was wanted again meanwhile.
 */
export function recoverEffects(
  connection: SqliteConnection,
  portalId: number,
): { released: number; unconfirmed: string[] } {
  return connection.transaction(() => {
    const released = connection
      .statement<LeftEffect>(
        `UPDATE outbox SET state = 'pending', lease = NULL, not_before = 0 WHERE portal_id = ? AND state = 'claimed'
         RETURNING kind, payload_json`,
      )
      .all(portalId);
    doubtWritten(connection, portalId, released);
    connection
      .statement(
        `UPDATE outbox SET state = 'unconfirmed', lease = NULL, result_json = NULL
         WHERE portal_id = ? AND state = 'sending'`,
      )
      .run(portalId);
    return { released: released.length, unconfirmed: untoldEffects(connection, portalId) };
  });
}

export function untoldEffects(connection: SqliteConnection, portalId: number): string[] {
  return connection
    .statement<{ effect_key: string }>(
      `SELECT effect_key FROM outbox
       WHERE portal_id = ? AND state = 'unconfirmed' AND result_json IS NULL ORDER BY effect_key`,
    )
    .all(portalId)
    .map((row) => row.effect_key);
}

export function noteTold(connection: SqliteConnection, portalId: number, key: string, told: Told): void {
  const { state, result } = toldRow(told);
  connection
    .statement(
      `UPDATE outbox SET state = ?, result_json = ?
       WHERE portal_id = ? AND effect_key = ? AND state = 'unconfirmed' AND result_json IS NULL`,
    )
    .run(state, result, portalId, key);
}

export function outboxCounts(connection: SqliteConnection, portalId: number): Record<string, number> {
  const rows = connection
    .statement<{ state: string; effects: number }>(
      'SELECT state, count(*) AS effects FROM outbox WHERE portal_id = ? GROUP BY state',
    )
    .all(portalId);
  return Object.fromEntries(rows.map((row) => [row.state, row.effects]));
}
