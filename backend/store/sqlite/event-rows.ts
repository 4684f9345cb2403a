/** What is kept of events besides usage. */
import type { EventSeen } from '../store.ts';
import type { SqliteConnection } from './connection.ts';

export function loadEventsSeen(connection: SqliteConnection, portalId: number): EventSeen[] {
  return connection
    .statement<EventSeen>(
      `SELECT name, events, people, last_seen_at AS lastSeenAt FROM events_seen
       WHERE portal_id = ? ORDER BY events DESC, name`,
    )
    .all(portalId);
}

const expiredAtOnce = 5000;

/** Returns how many were forgotten; in steps, so that other commands wait little. */
export async function expireMessageIds(
  connection: SqliteConnection,
  portalId: number,
  before: number,
): Promise<number> {
  const expire = connection.statement(
    `DELETE FROM message_ids WHERE portal_id = ? AND message_id IN (
       SELECT message_id FROM message_ids WHERE portal_id = ? AND received_at < ? LIMIT ?)`,
  );
  for (let expired = 0; ; ) {
    const { changes } = expire.run(portalId, portalId, before, expiredAtOnce);
    expired += changes;
    if (changes < expiredAtOnce) return expired;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
