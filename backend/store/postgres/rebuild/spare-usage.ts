/** The usage that is folded anew, beside the one that counts. Only whoever began the newest rebuild writes it. */
import type { Usage } from '@zo/shared';
import { RebuildSupersededError } from '../../rules-store.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { spareUsage } from '../usage-columns.ts';

/** Under the portal's lock. */
export async function checkNotSuperseded(query: Query, portalId: number, rebuild: number): Promise<void> {
  const [row] = await query<{ rebuild: number }>('SELECT rebuild FROM rebuilds WHERE portal_id = $1', [portalId]);
  if (row?.rebuild !== rebuild) throw new RebuildSupersededError(portalId);
}

/** See RulesStore.dropRebuild. Under the portal's lock. */
export async function dropRebuild(query: Query, portalId: number): Promise<void> {
  await query('DELETE FROM rebuilds WHERE portal_id = $1', [portalId]);
}

/** In a short transaction of its own. Whoever is gone by now is left out. */
export function keepSpareUsage(
  connection: PostgresConnection,
  portalId: number,
  rebuild: number,
  usages: ReadonlyMap<number, Usage>,
): Promise<void> {
  return connection.portalTransaction(portalId, async (query) => {
    await checkNotSuperseded(query, portalId, rebuild);
    await saveSpareUsage(query, portalId, usages);
  });
}

/** Under the portal's lock. */
export async function saveSpareUsage(
  query: Query,
  portalId: number,
  usages: ReadonlyMap<number, Usage>,
): Promise<void> {
  if (usages.size === 0) return;
  await query(
    `UPDATE persons SET ${await spareUsage(query, portalId)} = made.usage_json
     FROM unnest($2::bigint[], $3::text[]) AS made (person_id, usage_json)
     WHERE persons.portal_id = $1 AND persons.person_id = made.person_id`,
    [portalId, [...usages.keys()], [...usages.values()].map((usage) => JSON.stringify(usage))],
  );
}

/** Of those of them that are there. */
export async function loadSpareUsage(query: Query, portalId: number, personIds: number[]): Promise<Map<number, Usage>> {
  const rows = await query<{ person_id: number; usage_json: string }>(
    `SELECT person_id, ${await spareUsage(query, portalId)} AS usage_json FROM persons
     WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])`,
    [portalId, personIds],
  );
  return new Map(rows.map(({ person_id, usage_json }) => [person_id, JSON.parse(usage_json)]));
}
