/** Names of what was not kept of messages. */
import { type DroppedName, mostDroppedNames } from '../privacy-store.ts';
import type { Query } from './connection.ts';

/** Under the portal's lock. */
export async function noteDropped(
  query: Query,
  portalId: number,
  names: ReadonlyMap<string, number>,
  now: number,
): Promise<void> {
  const known = await query<{ name: string }>(
    'SELECT name FROM dropped_names WHERE portal_id = $1 AND name = ANY ($2::text[])',
    [portalId, [...names.keys()]],
  );
  const [counted] = await query<{ names: number }>('SELECT count(*) AS names FROM dropped_names WHERE portal_id = $1', [
    portalId,
  ]);
  const isKnown = new Set(known.map(({ name }) => name));
  const room = Math.max(0, mostDroppedNames - counted!.names);
  const others = [...names.keys()].filter((name) => !isKnown.has(name)).slice(0, room);
  const kept = [...isKnown, ...others];
  await query(
    `INSERT INTO dropped_names AS known (portal_id, name, messages, last_seen_at)
     SELECT $1, name, messages, $2 FROM unnest($3::text[], $4::bigint[]) AS dropped (name, messages)
     ON CONFLICT (portal_id, name) DO UPDATE SET messages = known.messages + excluded.messages,
       last_seen_at = excluded.last_seen_at`,
    [portalId, now, kept, kept.map((name) => names.get(name))],
  );
}

export function loadDropped(query: Query, portalId: number, limit: number): Promise<DroppedName[]> {
  return query<DroppedName>(
    `SELECT name, messages, last_seen_at AS "lastSeenAt" FROM dropped_names
     WHERE portal_id = $1 ORDER BY messages DESC, name LIMIT $2`,
    [portalId, limit],
  );
}
