import type { ClaimedEffect } from '../../outbox/effect.ts';
import { byUrgency, type OutboxRow, toClaimed } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';

export function claimEffects(
  connection: SqliteConnection,
  portalId: number,
  lane: string,
  limit: number,
  now: number,
  lease: string,
): ClaimedEffect[] {
  const rows = connection
    .statement<OutboxRow>(
      `UPDATE outbox SET state = 'claimed', lease = ?, attempts = attempts + 1
       WHERE portal_id = ? AND effect_key IN (
         SELECT effect_key FROM outbox
         WHERE portal_id = ? AND lane = ? AND state = 'pending' AND not_before <= ?
         ORDER BY priority, created_at, effect_key LIMIT ?)
       RETURNING effect_key, lane, kind, priority, generation, attempts, created_at, payload_json`,
    )
    .all(lease, portalId, portalId, lane, now, limit);
  return rows.map((row) => toClaimed(portalId, lease, row)).sort(byUrgency);
}

export function unclaimEffects(connection: SqliteConnection, portalId: number, lease: string): void {
  connection
    .statement(
      `UPDATE outbox SET state = 'pending', lease = NULL, attempts = attempts - 1
       WHERE portal_id = ? AND lease = ? AND state = 'claimed'`,
    )
    .run(portalId, lease);
}
