/** What raw events that were deleted had added up to, by the person each was resolved to when it was accepted. */
import { emptyUsage } from '@zo/shared';
import { type Rebuild, takeBefore } from '../../usage/rebuild.ts';
import type { UsageBefore } from '../../usage/usage-before.ts';
import type { Query } from './connection.ts';

const peopleAtOnce = 500;

type BeforeRow = { person_id: number; usage_json: string };

/** Takes all of it into a rebuild, a statement at a time. */
export async function takeAllBefore(
  query: Query,
  portalId: number,
  rebuild: Rebuild,
  signal?: AbortSignal,
): Promise<void> {
  for (let last = 0; ; ) {
    signal?.throwIfAborted();
    const rows = await query<BeforeRow>(
      `SELECT person_id, usage_json FROM usage_before
       WHERE portal_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3`,
      [portalId, last, peopleAtOnce],
    );
    for (const { person_id, usage_json } of rows) takeBefore(rebuild, person_id, JSON.parse(usage_json));
    if (rows.length < peopleAtOnce) return;
    last = rows.at(-1)!.person_id;
  }
}

/** Of those of these people of whom there is something. */
export async function loadKnownBefore(
  query: Query,
  portalId: number,
  personIds: number[],
): Promise<Map<number, UsageBefore>> {
  const rows = await query<BeforeRow>(
    'SELECT person_id, usage_json FROM usage_before WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    [portalId, personIds],
  );
  return new Map(rows.map((row): [number, UsageBefore] => [row.person_id, JSON.parse(row.usage_json)]));
}

/** Of each of these people, of whom there is nothing yet an empty one. */
export async function loadUsagesBefore(
  query: Query,
  portalId: number,
  personIds: number[],
): Promise<Map<number, UsageBefore>> {
  const known = await loadKnownBefore(query, portalId, personIds);
  return new Map(personIds.map((personId) => [personId, known.get(personId) ?? emptyUsage()]));
}

export async function saveUsagesBefore(
  query: Query,
  portalId: number,
  usages: ReadonlyMap<number, UsageBefore>,
): Promise<void> {
  await query(
    `INSERT INTO usage_before (portal_id, person_id, usage_json) SELECT $1, * FROM unnest($2::bigint[], $3::text[])
     ON CONFLICT (portal_id, person_id) DO UPDATE SET usage_json = excluded.usage_json`,
    [portalId, [...usages.keys()], [...usages.values()].map((usage) => JSON.stringify(usage))],
  );
}
