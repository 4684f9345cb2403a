/** Names of what was not kept of messages. */
import { type DroppedName, mostDroppedNames } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';

export function noteDropped(
  connection: SqliteConnection,
  portalId: number,
  names: ReadonlyMap<string, number>,
  now: number,
): void {
  connection.transaction(() => {
    const known = connection.statement('SELECT 1 FROM dropped_names WHERE portal_id = ? AND name = ?');
    const count = connection.statement<{ n: number }>('SELECT count(*) AS n FROM dropped_names WHERE portal_id = ?');
    const add = connection.statement(
      `INSERT INTO dropped_names (portal_id, name, messages, last_seen_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (portal_id, name) DO UPDATE SET messages = messages + excluded.messages,
         last_seen_at = excluded.last_seen_at`,
    );
    let room = mostDroppedNames - count.get(portalId)!.n;
    for (const [name, messages] of names) {
      const isKnown = known.get(portalId, name) !== undefined;
      if (!isKnown && room <= 0) continue;
      if (!isKnown) room -= 1;
      add.run(portalId, name, messages, now);
    }
  });
}

export function loadDropped(connection: SqliteConnection, portalId: number, limit: number): DroppedName[] {
  return connection
    .statement<DroppedName>(
      `SELECT name, messages, last_seen_at AS lastSeenAt FROM dropped_names
       WHERE portal_id = ? ORDER BY messages DESC, name LIMIT ?`,
    )
    .all(portalId, limit);
}
