/** Whose addresses are whose. There is no index of addresses: this walks through the portal's people. */
import { plainPartsOf } from '../erased-words.ts';
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
    `SELECT profile_json::json ->> 'email' AS address FROM persons
       WHERE portal_id = $1 AND person_id <> ALL ($2::bigint[]) AND ${holdsPart("profile_json::json ->> 'email'")}
     UNION
     SELECT facts_json::json ->> 'email' FROM records
       WHERE portal_id = $1 AND kind = 'contact' AND subject_id <> ALL ($2::bigint[])
         AND ${holdsPart("facts_json::json ->> 'email'")}
     UNION
     SELECT substr(identity, 3) FROM identities
       WHERE portal_id = $1 AND identity = ANY ($4::text[]) AND person_id <> ALL ($2::bigint[])`,
    [portalId, personIds, plainPartsOf(addresses), addresses.map((address) => `u:${address}`)],
  );
  const asked = new Set(addresses);
  return new Set(rows.map(({ address }) => address.toLowerCase()).filter((address) => asked.has(address)));
}

/** What is left of others is sorted out by this program, which knows the lower case of every letter. */
function holdsPart(text: string): string {
  return `EXISTS (SELECT FROM unnest($3::text[]) AS part WHERE position(part IN lower(${text})) > 0)`;
}
