/** Whose addresses are whose. There is no index of addresses: this walks through the portal's people. */
import type { Query } from './connection.ts';

/** Of these addresses, in lower case, those that somebody besides these people has: by events, in HubSpot, or as their user id. */
export async function addressesOfOthers(
  query: Query,
  portalId: number,
  addresses: readonly string[],
  personIds: readonly number[],
): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const rows = await query<{ address: string }>(
    `SELECT lower(profile_json::json ->> 'email') AS address FROM persons
       WHERE portal_id = $1 AND person_id <> ALL ($2::bigint[]) AND lower(profile_json::json ->> 'email') = ANY ($3::text[])
     UNION
     SELECT lower(facts_json::json ->> 'email') FROM records
       WHERE portal_id = $1 AND kind = 'contact' AND subject_id <> ALL ($2::bigint[])
         AND lower(facts_json::json ->> 'email') = ANY ($3::text[])
     UNION
     SELECT substr(identity, 3) FROM identities
       WHERE portal_id = $1 AND identity = ANY ($4::text[]) AND person_id <> ALL ($2::bigint[])`,
    [portalId, personIds, addresses, addresses.map((address) => `u:${address}`)],
  );
  return new Set(rows.map(({ address }) => address));
}
