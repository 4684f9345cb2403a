/** People deleted for privacy: nothing of theirs is kept any more. Events are recognised by hashes of their ids and addresses. */
import type { NormalisedEvent } from '../../ingest/event.ts';
import type { Query } from './connection.ts';
import { loadPersons } from './person-rows.ts';
import { privacyHash } from './privacy-hash.ts';
import { loadRecords, subjectsKnownBy } from './record-rows.ts';
import { everybodyOf } from './survivors.ts';

/** See ForgettingStore.refusePeopleOf. Under the portal's lock. */
export async function refusePeopleOf(
  query: Query,
  portalId: number,
  contactIds: string[],
  now: number,
): Promise<number[]> {
  const personIds = await subjectsKnownBy(query, portalId, 'contact', contactIds);
  const identities = new Set<string>();
  for (const personId of personIds) {
    for (const identity of await identitiesOf(query, portalId, personId)) identities.add(identity);
  }
  const hash = await privacyHash(query, portalId);
  await refuse(query, portalId, new Map([...identities].map((identity) => [hash(identity), now])));
  return personIds;
}

/** 'u:<user id>', 'a:<anonymous id>', 'e:<address>'. */
async function identitiesOf(query: Query, portalId: number, personId: number): Promise<string[]> {
  const ids = await everybodyOf(query, portalId, personId);
  const rows = await query<{ identity: string }>(
    'SELECT identity FROM identities WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    [portalId, ids],
  );
  const persons = await loadPersons(query, portalId, ids);
  const records = await loadRecords(query, portalId, 'contact', ids);
  const userIds = rows.flatMap(({ identity }) => (identity.startsWith('u:') ? [identity.slice(2)] : []));
  const addresses = [
    ...userIds.filter((userId) => userId.includes('@')),
    ...[...persons.values()].map(({ profile }) => profile.email),
    ...[...records.values()].map(({ facts }) => facts?.email),
  ].flatMap((address) => (address ? [`e:${address.toLowerCase()}`] : []));
  return [...rows.map(({ identity }) => identity), ...addresses];
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

/**
 * Which events may not be kept; counted. Under the portal's lock. Costs a look where nobody was ever forgotten. An anonymous id
 * says whose an event is only where no user id does: a browser may be lent.
 */
export async function findForgotten(
  query: Query,
  portalId: number,
  requests: readonly (readonly NormalisedEvent[])[],
): Promise<Set<NormalisedEvent>> {
  const anybody = await query('SELECT FROM forgotten_identities WHERE portal_id = $1 LIMIT 1', [portalId]);
  if (anybody.length === 0) return new Set();
  const hash = await privacyHash(query, portalId);
  const events = requests.flat();
  const asked = new Set(events.flatMap(identitiesIn).map(hash));
  const found = await query<{ identity_hash: string }>(
    'SELECT identity_hash FROM forgotten_identities WHERE portal_id = $1 AND identity_hash = ANY ($2::text[])',
    [portalId, [...asked]],
  );
  const { forgotten, added, counts } = sift(events, new Set(found.map((row) => row.identity_hash)), hash);
  await refuse(query, portalId, added);
  await query(
    `UPDATE forgotten_identities SET refused = refused + counted.events
     FROM unnest($2::text[], $3::bigint[]) AS counted (identity_hash, events)
     WHERE forgotten_identities.portal_id = $1 AND forgotten_identities.identity_hash = counted.identity_hash`,
    [portalId, [...counts.keys()], [...counts.values()]],
  );
  return forgotten;
}

/** One after the other: who is refused by an address is refused by their user id afterwards. */
function sift(events: readonly NormalisedEvent[], refused: Set<string>, hash: (identity: string) => string) {
  const forgotten = new Set<NormalisedEvent>();
  const added = new Map<string, number>();
  const counts = new Map<string, number>();
  const isRefused = (identity: string | null) => {
    if (identity === null) return false;
    const known = hash(identity);
    if (!refused.has(known)) return false;
    counts.set(known, (counts.get(known) ?? 0) + 1);
    return true;
  };
  for (const event of events) {
    const { userId, anonymousId, previousId, receivedAt } = event;
    const isTheirAddress = isRefused(addressIn(event));
    // The same address under another user id is the same person: what comes of that id later has no address with it.
    if (isTheirAddress && userId !== null && !refused.has(hash(`u:${userId}`))) {
      refused.add(hash(`u:${userId}`));
      added.set(hash(`u:${userId}`), receivedAt);
    }
    const isTheirs =
      isTheirAddress ||
      isRefused(userId === null ? null : `u:${userId}`) ||
      isRefused(previousId === null ? null : `u:${previousId}`) ||
      isRefused(userId === null && anonymousId !== null ? `a:${anonymousId}` : null);
    if (isTheirs) forgotten.add(event);
  }
  return { forgotten, added, counts };
}

function addressIn({ email, userId }: NormalisedEvent): string | null {
  const address = email ?? (userId?.includes('@') ? userId.toLowerCase() : null);
  return address === null ? null : `e:${address}`;
}

/** Every identity that may say whose the event is. */
function identitiesIn(event: NormalisedEvent): string[] {
  const { userId, anonymousId, previousId } = event;
  return [
    addressIn(event),
    userId === null ? null : `u:${userId}`,
    previousId === null ? null : `u:${previousId}`,
    anonymousId === null ? null : `a:${anonymousId}`,
  ].filter((identity) => identity !== null);
}

export async function countForgotten(query: Query, portalId: number): Promise<{ identities: number; refused: number }> {
  const [row] = await query<{ identities: number; refused: number }>(
    `SELECT count(*) AS identities, coalesce(sum(refused), 0)::bigint AS refused FROM forgotten_identities
     WHERE portal_id = $1`,
    [portalId],
  );
  return row!;
}
