/** Who somebody turned out to be, and who they were before. */
import type { SqliteConnection } from './connection.ts';

/** The person a person has become; itself when it was never merged. */
export function survivorOf(connection: SqliteConnection, portalId: number, personId: number): number {
  const into = connection.statement<{ into_id: number }>(
    "SELECT into_id FROM merges WHERE portal_id = ? AND kind = 'person' AND from_id = ?",
  );
  let at = personId;
  for (let next = into.get(portalId, at); next !== undefined; next = into.get(portalId, at)) at = next.into_id;
  return at;
}

/** Every id this person has ever had, whichever of them is asked for. */
export function everybodyOf(connection: SqliteConnection, portalId: number, personId: number): number[] {
  return connection
    .statement<{ id: number }>(
      `WITH RECURSIVE a (id) AS (
         SELECT ? UNION
         SELECT m.from_id FROM a CROSS JOIN merges m ON m.portal_id = ? AND m.kind = 'person' AND m.into_id = a.id)
       SELECT id FROM a`,
    )
    .all(survivorOf(connection, portalId, personId), portalId)
    .map(({ id }) => id);
}
