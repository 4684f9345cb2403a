/** Whose addresses are whose. There is no index of addresses: this walks through the portal's people, in steps. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SqliteConnection } from './connection.ts';
import { readCounter } from './counter-rows.ts';

const peopleAtOnce = 5_000;

/** Of these addresses, in lower case, those that somebody besides these people has: by events, in HubSpot, or as their user id. */
export async function addressesOfOthers(
  connection: SqliteConnection,
  portalId: number,
  addresses: readonly string[],
  personIds: readonly number[],
): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const wanted = JSON.stringify(addresses);
  const besides = JSON.stringify(personIds);
  const find = connection.statement<{ address: string }>(
    `SELECT in_lower_case(json_extract(profile_json, '$.email')) AS address FROM persons
       WHERE portal_id = ? AND person_id > ? AND person_id <= ? AND person_id NOT IN (SELECT value FROM json_each(?))
         AND in_lower_case(json_extract(profile_json, '$.email')) IN (SELECT value FROM json_each(?))
     UNION
     SELECT in_lower_case(json_extract(facts_json, '$.email')) FROM records
       WHERE portal_id = ? AND kind = 'contact' AND subject_id > ? AND subject_id <= ?
         AND subject_id NOT IN (SELECT value FROM json_each(?))
         AND in_lower_case(json_extract(facts_json, '$.email')) IN (SELECT value FROM json_each(?))`,
  );
  const found = new Set(userIdsOfOthers(connection, portalId, addresses, besides));
  const total = readCounter(connection, portalId, 'person');
  for (let after = 0; after < total; after += peopleAtOnce) {
    const step = [portalId, after, after + peopleAtOnce, besides, wanted];
    for (const { address } of find.all(...step, ...step)) found.add(address);
    await letOthersRun();
  }
  return found;
}

function userIdsOfOthers(
  connection: SqliteConnection,
  portalId: number,
  addresses: readonly string[],
  besides: string,
): string[] {
  return connection
    .statement<{ identity: string }>(
      `SELECT identity FROM identities WHERE portal_id = ? AND identity IN (SELECT value FROM json_each(?))
         AND person_id NOT IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify(addresses.map((address) => `u:${address}`)), besides)
    .map(({ identity }) => identity.slice(2));
}
