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
import type { SqliteConnection } from './connection.ts';
import { loadPerson } from './person-rows.ts';
import { privacyHash } from './privacy-hash.ts';
import { loadRecord, subjectsKnownBy } from './record-rows.ts';
import { everybodyOf } from './survivors.ts';

/** See ForgettingStore.refusePeopleOf. */
export async function refusePeopleOf(
  connection: SqliteConnection,
  portalId: number,
  contactIds: string[],
  now: number,
): Promise<number[]> {
  const peopleNow = () => {
    const personIds = subjectsKnownBy(connection, portalId, 'contact', contactIds);
    const everybody = [...new Set(personIds.flatMap((personId) => everybodyOf(connection, portalId, personId)))];
    return { personIds, everybody, names: namesOf(connection, portalId, everybody) };
  };
  const before = peopleNow();
  const others = await addressesOfOthers(connection, portalId, doubtfulAddresses(before.names), before.everybody);
  return connection.transaction(() => {
    const { personIds, names } = peopleNow();
    const identities = identitiesToRefuse(names, (address) => others.has(address));
    refuse(connection, portalId, identities, now);
    return personIds;
  });
}

function namesOf(connection: SqliteConnection, portalId: number, personIds: number[]): PeopleNames {
  const identities = connection
    .statement<{ identity: string }>(
      'SELECT identity FROM identities WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))',
    )
    .all(portalId, JSON.stringify(personIds));
  return namesOfPeople(
    identities.map(({ identity }) => identity),
    personIds.map((personId) => loadPerson(connection, portalId, personId)),
    personIds.map((personId) => loadRecord(connection, portalId, 'contact', personId)),
  );
}

function refuse(connection: SqliteConnection, portalId: number, identities: readonly string[], now: number): void {
  const hash = privacyHash(connection, portalId);
  const add = connection.statement(
    'INSERT INTO forgotten_identities (portal_id, identity_hash, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const identity of identities) add.run(portalId, hash(identity), now);
}

/** Which of these events may not be kept; counted. Within a transaction. Costs a look where nobody was ever forgotten. */
export function findForgotten(
  connection: SqliteConnection,
  portalId: number,
  events: readonly NormalisedEvent[],
  rules: FoldRules,
): Set<NormalisedEvent> {
  const isAnybody = connection.statement('SELECT 1 FROM forgotten_identities WHERE portal_id = ? LIMIT 1');
  if (isAnybody.get(portalId) === undefined) return new Set();
  const hash = privacyHash(connection, portalId);
  const hashes = new Map(events.flatMap(identitiesIn).map((identity) => [identity, hash(identity)]));
  const found = connection
    .statement<{ identity_hash: string }>(
      `SELECT identity_hash FROM forgotten_identities
       WHERE portal_id = ? AND identity_hash IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify([...hashes.values()]));
  if (found.length === 0) return new Set();
  const listed = new Set(found.map((row) => row.identity_hash));
  const { forgotten, refusals, added } = siftForgotten(events, {
    listed: { has: (identity) => listed.has(hashes.get(identity)!) },
    kept: knownAmong(connection, portalId, [...hashes.keys()]),
    makesKnown: (event) => !isUncounted(event, compileRules(rules)),
  });
  for (const [identity, since] of added) refuse(connection, portalId, [identity], since);
  const count = connection.statement(
    'UPDATE forgotten_identities SET refused = refused + ? WHERE portal_id = ? AND identity_hash = ?',
  );
  for (const [identity, times] of refusals) count.run(times, portalId, hash(identity));
  return forgotten;
}

function knownAmong(connection: SqliteConnection, portalId: number, identities: readonly string[]): Set<string> {
  const rows = connection
    .statement<{ identity: string }>(
      'SELECT identity FROM identities WHERE portal_id = ? AND identity IN (SELECT value FROM json_each(?))',
    )
    .all(portalId, JSON.stringify(identities));
  return new Set(rows.map(({ identity }) => identity));
}

export function countForgotten(
  connection: SqliteConnection,
  portalId: number,
): { identities: number; refused: number } {
  return connection
    .statement<{ identities: number; refused: number }>(
      `SELECT count(*) AS identities, coalesce(sum(refused), 0) AS refused FROM forgotten_identities
       WHERE portal_id = ?`,
    )
    .get(portalId)!;
}
