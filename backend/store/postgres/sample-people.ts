import { sampleIdPrefix } from '../../sample/sample-names.ts';
import type { Query } from './connection.ts';

/** By the ids the sample's events came under; nobody else is meant, whatever ids a client sends. */
export async function peopleOfSample(query: Query, portalId: number): Promise<number[]> {
  const rows = await query<{ person_id: number }>(
    `SELECT DISTINCT p.person_id FROM persons p
     JOIN identities i ON i.portal_id = p.portal_id AND i.person_id = p.person_id
     WHERE p.portal_id = $1 AND p.is_sample AND (starts_with(i.identity, $2) OR starts_with(i.identity, $3))
     ORDER BY p.person_id`,
    [portalId, `a:${sampleIdPrefix}`, `u:${sampleIdPrefix}`],
  );
  return rows.map((row) => row.person_id);
}
