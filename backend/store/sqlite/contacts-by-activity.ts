/** See LinkStore.contactsByActivity. Walks everybody in steps that others' commands may come between, and sorts no more than it gives. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { ActiveContact } from '../link-store.ts';
import type { SqliteConnection } from './connection.ts';
import { liveUsage } from './usage-columns.ts';

const peopleAtOnce = 2_000;

export async function contactsByActivity(
  connection: SqliteConnection,
  portalId: number,
  after: { lastActiveAt: number; personId: number } | null,
  limit: number,
  deletedSince: number,
): Promise<ActiveContact[]> {
  let best: ActiveContact[] = [];
  for (let last = 0; ; ) {
    const step = connection
      .statement<{ subject_id: number; record_id: string; last_active_at: number | null }>(
        `SELECT r.subject_id, coalesce(r.record_id, r.deleted_id) AS record_id,
           json_extract(p.${liveUsage(connection, portalId)}, '$.lastActiveAt') AS last_active_at
         FROM records r JOIN persons p ON p.portal_id = r.portal_id AND p.person_id = r.subject_id
         WHERE r.portal_id = ? AND r.kind = 'contact' AND r.subject_id > ?
           AND (r.record_id IS NOT NULL OR r.deleted_at >= ?)
         ORDER BY r.subject_id LIMIT ?`,
      )
      .all(portalId, last, deletedSince, peopleAtOnce);
    const found = step.map(({ subject_id, record_id, last_active_at }) => ({
      personId: subject_id,
      contactId: record_id,
      lastActiveAt: last_active_at ?? 0,
    }));
    const behind = after === null ? found : found.filter((one) => compare(after, one) < 0);
    if (behind.length > 0) best = [...best, ...behind].sort(compare).slice(0, limit);
    if (step.length < peopleAtOnce) return best;
    last = step.at(-1)!.subject_id;
    await letOthersRun();
  }
}

type Place = Pick<ActiveContact, 'lastActiveAt' | 'personId'>;

/** The most lately active first; of those alike the older person of ours. */
function compare(one: Place, other: Place): number {
  return other.lastActiveAt - one.lastActiveAt || one.personId - other.personId;
}
