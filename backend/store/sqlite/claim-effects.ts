import { type ClaimedEffect, type Priority, priorities } from '../../outbox/effect.ts';
import { byUrgency, type OutboxRow, toClaimed } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';

/** What is not due yet is passed over in the index alone; the inner query hands its rows on one by one, in its order. */
export function claimEffects(
  connection: SqliteConnection,
  portalId: number,
  lane: string,
  limit: number,
  now: number,
  lease: string,
  leastUrgent: Priority = priorities.reconciliation,
): ClaimedEffect[] {
  const rows = connection
    .statement<OutboxRow>(
      `UPDATE outbox SET state = 'claimed', lease = ?, attempts = attempts + 1, may_rest = 1
       WHERE portal_id = ? AND effect_key IN (
         SELECT due.effect_key FROM (
           SELECT effect_key FROM outbox
           WHERE portal_id = ? AND lane = ? AND state = 'pending' AND not_before <= ? AND priority <= ?
           ORDER BY priority, created_at, effect_key LIMIT -1) AS due
         CROSS JOIN outbox AS wanted ON wanted.portal_id = ? AND wanted.effect_key = due.effect_key
         WHERE coalesce(wanted.payload_json ->> '$.personId', '') NOT IN (
           WITH RECURSIVE underway (person) AS (
             -- Named, or SQLite reads all effects of the portal.
             SELECT payload_json ->> '$.personId' FROM outbox INDEXED BY outbox_leased
             WHERE portal_id = ? AND lane = ? AND state IN ('claimed', 'sending')
               AND payload_json ->> '$.personId' IS NOT NULL
             UNION
             -- Whom they became meanwhile has the contact that is being written.
             SELECT merges.into_id FROM underway
             CROSS JOIN merges ON merges.portal_id = ? AND merges.kind = 'person' AND merges.from_id = underway.person)
           SELECT person FROM underway)
         LIMIT ?)
       RETURNING effect_key, lane, kind, priority, generation, attempts, created_at, payload_json`,
    )
    .all(lease, portalId, portalId, lane, now, leastUrgent, portalId, portalId, lane, portalId, limit);
  return rows.map((row) => toClaimed(portalId, lease, row)).sort(byUrgency);
}

/** What was claimed was due, and is, for whatever later time it was wanted again meanwhile. */
export function unclaimEffects(connection: SqliteConnection, portalId: number, lease: string): void {
  connection
    .statement(
      `UPDATE outbox SET state = 'pending', lease = NULL, attempts = attempts - 1, not_before = 0
       WHERE portal_id = ? AND lease = ? AND state = 'claimed'`,
    )
    .run(portalId, lease);
}
