import { sampleIdPrefix } from '../../sample/sample-names.ts';
import type { Query } from './connection.ts';

/** By the ids the sample's events came under; nobody else is meant, whatever ids a client sends. */
export async function peopleOfSample(query: Query, portalId: number): Promise<number[]> {
  const rows = await query<{ person_id: number; profile_json: string }>(
    `SELECT DISTINCT p.person_id, p.profile_json FROM identities i
     JOIN persons p ON p.portal_id = i.portal_id AND p.person_id = i.person_id
     WHERE i.portal_id = $1 AND (starts_with(i.identity, $2) OR starts_with(i.identity, $3))
       AND (i.identity >= $2 AND i.identity < $2 || chr(1114111) OR i.identity >= $3 AND i.identity < $3 || chr(1114111))`,
    [portalId, `a:${sampleIdPrefix}`, `u:${sampleIdPrefix}`],
  );
  return rows.filter((row) => JSON.parse(row.profile_json).isSample === true).map((row) => row.person_id);
}
