/** One step of counting everybody for the funnel, small enough that nobody waits for it. */
import { type Usage, wellKnownSignals } from '@zo/shared';
import type { PersonProfile } from '../../usage/person.ts';
import type { PeopleCounted } from '../home-store.ts';
import type { Query } from './connection.ts';
import { liveUsage } from './usage-columns.ts';

type CountedRow = {
  person_id: number;
  profile_json: string;
  usage_json: string;
  is_sample: boolean;
  gate: string | null;
  is_ready: boolean;
};

/** Ready: meets every condition now, or crossed or was handed off at some time; both are looked up person by person. */
export async function countPeople(
  query: Query,
  portalId: number,
  after: number,
  limit: number,
): Promise<PeopleCounted> {
  const rows = await query<CountedRow>(
    `SELECT m.*, d.gate, coalesce(d.ready = 'yes', false) OR crossed.found OR handed.found AS is_ready
     FROM (SELECT person_id, profile_json, ${await liveUsage(query, portalId)} AS usage_json, is_sample FROM persons
           WHERE portal_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3) m
     LEFT JOIN decisions d ON d.portal_id = $1 AND d.person_id = m.person_id
     CROSS JOIN LATERAL (SELECT count(*) > 0 AS found FROM (SELECT FROM receipts
       WHERE portal_id = $1 AND person_id = m.person_id AND kind = 'crossing' LIMIT 1) one) crossed
     CROSS JOIN LATERAL (SELECT count(*) > 0 AS found FROM (SELECT FROM handoffs
       WHERE portal_id = $1 AND person_id = m.person_id LIMIT 1) one) handed
     ORDER BY m.person_id`,
    [portalId, after, limit],
  );
  const known = rows.filter((row) => {
    const { userIds } = JSON.parse(row.profile_json) as PersonProfile;
    return userIds.length > 0 && row.gate !== 'internal' && !row.is_sample;
  });
  return {
    signedUp: known.length,
    activated: known.filter(isActivated).length,
    ready: known.filter((row) => row.is_ready).length,
    last: rows.length < limit ? null : (rows.at(-1)?.person_id ?? null),
  };
}

function isActivated({ usage_json }: CountedRow): boolean {
  return (JSON.parse(usage_json) as Usage).signals[wellKnownSignals.activated] !== undefined;
}
