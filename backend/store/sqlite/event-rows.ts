/** What is kept of events besides usage. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
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

const readAtOnce = 5000;

/** Returns how many were forgotten. Walks the ids once, in steps, so that other commands wait little. */
export async function expireMessageIds(
  connection: SqliteConnection,
  portalId: number,
  before: number,
): Promise<number> {
  const endOfStep = connection.statement<{ message_id: string }>(
    'SELECT message_id FROM message_ids WHERE portal_id = ? AND message_id > ? ORDER BY message_id LIMIT 1 OFFSET ?',
  );
  const expire = connection.statement(
    'DELETE FROM message_ids WHERE portal_id = ? AND message_id > ? AND message_id <= ? AND received_at < ?',
  );
  const expireRest = connection.statement(
    'DELETE FROM message_ids WHERE portal_id = ? AND message_id > ? AND received_at < ?',
  );
  let expired = 0;
  for (let after = ''; ; ) {
    const end = endOfStep.get(portalId, after, readAtOnce - 1)?.message_id;
    if (end === undefined) return expired + expireRest.run(portalId, after, before).changes;
    expired += expire.run(portalId, after, end, before).changes;
    after = end;
    await letOthersRun();
  }
}
