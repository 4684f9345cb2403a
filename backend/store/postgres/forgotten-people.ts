/** People deleted for privacy: nothing of theirs is kept any more. Events are recognised by hashes of their ids and addresses. */
import type { NormalisedEvent } from '../../ingest/event.ts';
import {
  doubtfulAddresses,
  identitiesToRefuse,
  namesOfPeople,
  type PeopleNames,
} from '../../privacy/identities-to-refuse.ts';
import { identitiesIn, siftForgotten } from '../../privacy/sift-forgotten.ts';
import { compileRules } from '../../usage/compile-rules.ts';
import { isUncounted } from '../../usage/fold-group.ts';
import type { FoldRules } from '../store.ts';
import { addressesOfOthers } from './address-owners.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadPersons } from './person-rows.ts';
import { privacyHash } from './privacy-hash.ts';
import { loadRecords, subjectsKnownBy } from './record-rows.ts';
import { everybodyOf } from './survivors.ts';

/** See ForgettingStore.refusePeopleOf. */
export async function refusePeopleOf(
  { forPortal, portalTransaction }: PostgresConnection,
  portalId: number,
  contactIds: string[],
  now: number,
): Promise<number[]> {
  const query = forPortal(portalId);
  const before = await peopleOf(query, portalId, contactIds);
  const others = await addressesOfOthers(query, portalId, doubtfulAddresses(before.names), before.everybody);
  return portalTransaction(portalId, async (within) => {
    const { personIds, names } = await peopleOf(within, portalId, contactIds);
    const hash = await privacyHash(within, portalId);
    const identities = identitiesToRefuse(names, (address) => others.has(address));
    await refuse(within, portalId, new Map(identities.map((identity) => [hash(identity), now])));
    return personIds;
  });
}

async function peopleOf(query: Query, portalId: number, contactIds: string[]) {
  const personIds = await subjectsKnownBy(query, portalId, 'contact', contactIds);
  const everybody = new Set<number>();
  for (const personId of personIds) for (const id of await everybodyOf(query, portalId, personId)) everybody.add(id);
  return { personIds, everybody: [...everybody], names: await namesOf(query, portalId, [...everybody]) };
}

async function namesOf(query: Query, portalId: number, personIds: number[]): Promise<PeopleNames> {
  const identities = await query<{ identity: string }>(
    'SELECT identity FROM identities WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    [portalId, personIds],
  );
  const persons = await loadPersons(query, portalId, personIds);
  const records = await loadRecords(query, portalId, 'contact', personIds);
  return namesOfPeople(
    identities.map(({ identity }) => identity),
    [...persons.values()],
    [...records.values()],
  );
}

/** By hash, since when. */
async function refuse(query: Query, portalId: number, hashes: ReadonlyMap<string, number>): Promise<void> {
  if (hashes.size === 0) return;
  await query(
    `INSERT INTO forgotten_identities (portal_id, identity_hash, since)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[]) ON CONFLICT DO NOTHING`,
    [portalId, [...hashes.keys()], [...hashes.values()]],
  );
}

/** Which of these events may not be kept; counted. Under the portal's lock, where anybody was ever forgotten. */
export async function findForgotten(
  query: Query,
  portalId: number,
  events: readonly NormalisedEvent[],
  rules: FoldRules,
): Promise<Set<NormalisedEvent>> {
  const hash = await privacyHash(query, portalId);
  const hashes = new Map(events.flatMap(identitiesIn).map((identity) => [identity, hash(identity)]));
  const found = await query<{ identity_hash: string }>(
    'SELECT identity_hash FROM forgotten_identities WHERE portal_id = $1 AND identity_hash = ANY ($2::text[])',
    [portalId, [...hashes.values()]],
  );
  if (found.length === 0) return new Set();
  const listed = new Set(found.map((row) => row.identity_hash));
  const { forgotten, refusals, added } = siftForgotten(events, {
    listed: { has: (identity) => listed.has(hashes.get(identity)!) },
    kept: await knownAmong(query, portalId, [...hashes.keys()]),
    makesKnown: (event) => !isUncounted(event, compileRules(rules)),
  });
  await refuse(query, portalId, new Map([...added].map(([identity, since]) => [hash(identity), since])));
  await query(
    `UPDATE forgotten_identities SET refused = refused + counted.events
     FROM unnest($2::text[], $3::bigint[]) AS counted (identity_hash, events)
     WHERE forgotten_identities.portal_id = $1 AND forgotten_identities.identity_hash = counted.identity_hash`,
    [portalId, [...refusals.keys()].map(hash), [...refusals.values()]],
  );
  return forgotten;
}

async function knownAmong(query: Query, portalId: number, identities: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ identity: string }>(
    'SELECT identity FROM identities WHERE portal_id = $1 AND identity = ANY ($2::text[])',
    [portalId, identities],
  );
  return new Set(rows.map(({ identity }) => identity));
}

export async function countForgotten(query: Query, portalId: number): Promise<{ identities: number; refused: number }> {
  const [row] = await query<{ identities: number; refused: number }>(
    `SELECT count(*) AS identities, coalesce(sum(refused), 0)::bigint AS refused FROM forgotten_identities
     WHERE portal_id = $1`,
    [portalId],
  );
  return row!;
}
