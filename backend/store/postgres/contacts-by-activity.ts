/** See LinkStore.contactsByActivity. Walks everybody in steps, and sorts no more than it gives. */
import type { Usage } from '@zo/shared';
import type { ActiveContact } from '../link-store.ts';
import type { Query } from './connection.ts';
import { liveUsage } from './usage-columns.ts';

const peopleAtOnce = 2_000;

type ContactRow = { subject_id: number; record_id: string; usage_json: string };

export async function contactsByActivity(
  query: Query,
  portalId: number,
  after: { lastActiveAt: number; personId: number } | null,
  limit: number,
  deletedSince: number,
): Promise<ActiveContact[]> {
  let best: ActiveContact[] = [];
  for (let last = 0; ; ) {
    const step = await query<ContactRow>(
      `SELECT r.subject_id, coalesce(r.record_id, r.deleted_id) AS record_id,
         p.${await liveUsage(query, portalId)} AS usage_json
       FROM records r JOIN persons p ON p.portal_id = r.portal_id AND p.person_id = r.subject_id
       WHERE r.portal_id = $1 AND r.kind = 'contact' AND r.subject_id > $2
         AND (r.record_id IS NOT NULL OR r.deleted_at >= $3)
       ORDER BY r.subject_id LIMIT $4`,
      [portalId, last, deletedSince, peopleAtOnce],
    );
    const found = step.map(({ subject_id, record_id, usage_json }) => ({
      personId: subject_id,
      contactId: record_id,
      lastActiveAt: (JSON.parse(usage_json) as Usage).lastActiveAt ?? 0,
    }));
    const behind = after === null ? found : found.filter((one) => compare(after, one) < 0);
    if (behind.length > 0) best = [...best, ...behind].sort(compare).slice(0, limit);
    if (step.length < peopleAtOnce) return best;
    last = step.at(-1)!.subject_id;
  }
}

type Place = Pick<ActiveContact, 'lastActiveAt' | 'personId'>;

/** The most lately active first; of those alike the older person of ours. */
function compare(one: Place, other: Place): number {
  return other.lastActiveAt - one.lastActiveAt || one.personId - other.personId;
}
