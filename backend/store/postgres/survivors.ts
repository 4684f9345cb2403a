/** Who somebody turned out to be, and who they were before. */
import type { Query } from './connection.ts';

/** The person a person has become; itself when it was never merged. */
export async function survivorOf(query: Query, portalId: number, personId: number): Promise<number> {
  const [row] = await query<{ id: number }>(
    `WITH RECURSIVE became (id, step) AS (
       SELECT $2::bigint, 0
       UNION ALL
       SELECT m.into_id, became.step + 1 FROM became
       JOIN merges m ON m.portal_id = $1 AND m.kind = 'person' AND m.from_id = became.id)
     SELECT id FROM became ORDER BY step DESC LIMIT 1`,
    [portalId, personId],
  );
  return row!.id;
}

/** Of each of them, as survivorOf. */
export async function survivorsOf(query: Query, portalId: number, personIds: number[]): Promise<Map<number, number>> {
  const rows = await query<{ id: number; became: number }>(
    `WITH RECURSIVE became (id, became, step) AS (
       SELECT id, id, 0 FROM unnest($2::bigint[]) AS id
       UNION ALL
       SELECT became.id, next.into_id, became.step + 1 FROM became
       CROSS JOIN LATERAL (
         SELECT m.into_id FROM merges m WHERE m.portal_id = $1 AND m.kind = 'person' AND m.from_id = became.became OFFSET 0
       ) AS next)
     SELECT DISTINCT ON (id) id, became FROM became ORDER BY id, step DESC`,
    [portalId, personIds],
  );
  return new Map(rows.map((row) => [row.id, row.became]));
}

/** Every id that these people have ever had; only who they have become today is asked for. */
export async function everybodyOfSurvivors(query: Query, portalId: number, personIds: number[]): Promise<number[]> {
  const rows = await query<{ id: number }>(
    `WITH RECURSIVE everybody (id) AS (
       SELECT id FROM unnest($2::bigint[]) AS asked (id)
       UNION
       SELECT earlier.from_id FROM everybody
       CROSS JOIN LATERAL (
         SELECT m.from_id FROM merges m WHERE m.portal_id = $1 AND m.kind = 'person' AND m.into_id = everybody.id OFFSET 0
       ) AS earlier)
     SELECT id FROM everybody`,
    [portalId, personIds],
  );
  return rows.map(({ id }) => id);
}

/** Every id this person has ever had, whichever of them is asked for. */
export async function everybodyOf(query: Query, portalId: number, personId: number): Promise<number[]> {
  return everybodyOfSurvivors(query, portalId, [await survivorOf(query, portalId, personId)]);
}
