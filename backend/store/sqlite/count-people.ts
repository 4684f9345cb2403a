/** One step of counting everybody for the funnel, small enough that nobody waits for it. */
import { wellKnownSignals } from '@zo/shared';
import type { PeopleCounted } from '../home-store.ts';
import type { SqliteConnection } from './connection.ts';
import { liveUsage } from './usage-columns.ts';

/** Ready: meets every condition now, or crossed or was handed off at some time. */
export function countPeople(
  connection: SqliteConnection,
  portalId: number,
  after: number,
  limit: number,
): PeopleCounted {
  const row = connection
    .statement<{ people: number; last: number | null; signedUp: number; activated: number; ready: number }>(
      `SELECT count(*) AS people, max(person_id) AS last, coalesce(sum(is_known), 0) AS signedUp,
         coalesce(sum(is_known AND is_activated), 0) AS activated, coalesce(sum(is_known AND is_ready), 0) AS ready
       FROM (
         SELECT m.person_id,
           json_extract(m.profile_json, '$.userIds[0]') IS NOT NULL AND d.gate IS NOT 'internal'
             AND json_extract(m.profile_json, '$.isSample') IS NULL AS is_known,
           json_extract(m.usage, ?) IS NOT NULL AS is_activated,
           coalesce(d.ready = 'yes', 0)
             OR EXISTS (SELECT 1 FROM receipts r INDEXED BY receipts_of_crossings
                        WHERE r.portal_id = m.portal_id AND r.person_id = m.person_id AND r.kind = 'crossing')
             OR EXISTS (SELECT 1 FROM handoffs h WHERE h.portal_id = m.portal_id AND h.person_id = m.person_id) AS is_ready
         FROM (SELECT portal_id, person_id, profile_json, ${liveUsage(connection, portalId)} AS usage FROM persons
               WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?) m
         LEFT JOIN decisions d ON d.portal_id = m.portal_id AND d.person_id = m.person_id
       ) a`,
    )
    .get(`$.signals.${JSON.stringify(wellKnownSignals.activated)}`, portalId, after, limit)!;
  const { people, last, ...counted } = row;
  return { ...counted, last: people < limit ? null : last };
}
