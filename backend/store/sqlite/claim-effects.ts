import type { ClaimedEffect, Priority } from '../../outbox/effect.ts';
import type { SqliteConnection } from './connection.ts';

type OutboxRow = {
  effect_key: string;
  lane: string;
  kind: ClaimedEffect['kind'];
  priority: Priority;
  generation: number;
  attempts: number;
  created_at: number;
  payload_json: string;
};

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

function toClaimed(portalId: number, lease: string, row: OutboxRow): ClaimedEffect {
  return {
    portalId,
    key: row.effect_key,
    lane: row.lane,
    kind: row.kind,
    priority: row.priority,
    generation: row.generation,
    attempts: row.attempts,
    createdAt: row.created_at,
    lease,
    effect: JSON.parse(row.payload_json),
  };
}

/** The order of work within a lane: by priority, then age. */
export function byUrgency(one: ClaimedEffect, other: ClaimedEffect): number {
  return one.priority - other.priority || one.createdAt - other.createdAt || (one.key < other.key ? -1 : 1);
}
