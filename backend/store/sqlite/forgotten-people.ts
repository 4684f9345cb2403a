/** People deleted for privacy: nothing of theirs is kept any more. Events are recognised by hashes of their ids and addresses. */
import type { NormalisedEvent } from '../../ingest/event.ts';
import type { SqliteConnection } from './connection.ts';
import { privacyHash } from './privacy-hash.ts';
import { subjectsKnownBy } from './record-rows.ts';
import { everybodyOf } from './survivors.ts';

/** See ForgettingStore.refusePeopleOf. */
export function refusePeopleOf(
  connection: SqliteConnection,
  portalId: number,
  contactIds: string[],
  now: number,
): number[] {
  return connection.transaction(() => {
    const personIds = subjectsKnownBy(connection, portalId, 'contact', contactIds);
    const identities = personIds.flatMap((personId) => identitiesOf(connection, portalId, personId));
    refuse(connection, portalId, identities, now);
    return personIds;
  });
}

/** 'u:<user id>', 'a:<anonymous id>', 'e:<address>'. */
function identitiesOf(connection: SqliteConnection, portalId: number, personId: number): string[] {
  const ids = JSON.stringify(everybodyOf(connection, portalId, personId));
  const rows = connection
    .statement<{ identity: string | null }>(
      `SELECT identity FROM identities WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))
       UNION SELECT 'e:' || lower(json_extract(profile_json, '$.email')) FROM persons
         WHERE portal_id = ? AND person_id IN (SELECT value FROM json_each(?))
       UNION SELECT 'e:' || lower(json_extract(facts_json, '$.email')) FROM records
         WHERE portal_id = ? AND kind = 'contact' AND subject_id IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, ids, portalId, ids, portalId, ids);
  return rows.flatMap(({ identity }) => {
    if (identity === null) return [];
    const isAddress = identity.startsWith('u:') && identity.includes('@');
    return isAddress ? [identity, `e:${identity.slice(2).toLowerCase()}`] : [identity];
  });
}

function refuse(connection: SqliteConnection, portalId: number, identities: readonly string[], now: number): void {
  const hash = privacyHash(connection, portalId);
  const add = connection.statement(
    'INSERT INTO forgotten_identities (portal_id, identity_hash, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const identity of identities) add.run(portalId, hash(identity), now);
}

/**
 * Which events may not be kept; counted. Within a transaction. Costs a look where nobody was ever forgotten. An anonymous id says
 * whose an event is only where no user id does: a browser may be lent.
 */
export function findForgotten(
  connection: SqliteConnection,
  portalId: number,
  requests: readonly (readonly NormalisedEvent[])[],
): Set<NormalisedEvent> {
  const forgotten = new Set<NormalisedEvent>();
  const isAnybody = connection.statement('SELECT 1 FROM forgotten_identities WHERE portal_id = ? LIMIT 1');
  if (isAnybody.get(portalId) === undefined) return forgotten;
  const hash = privacyHash(connection, portalId);
  const count = connection.statement(
    'UPDATE forgotten_identities SET refused = refused + 1 WHERE portal_id = ? AND identity_hash = ?',
  );
  const isRefused = (identity: string | null) => identity !== null && count.run(portalId, hash(identity)).changes === 1;
  for (const event of requests.flat()) {
    const { userId, anonymousId, previousId, receivedAt } = event;
    const address = event.email ?? (userId?.includes('@') ? userId.toLowerCase() : null);
    const isTheirAddress = isRefused(address === null ? null : `e:${address}`);
    // The same address under another user id is the same person: what comes of that id later has no address with it.
    if (isTheirAddress && userId !== null) refuse(connection, portalId, [`u:${userId}`], receivedAt);
    const isTheirs =
      isTheirAddress ||
      isRefused(userId === null ? null : `u:${userId}`) ||
      isRefused(previousId === null ? null : `u:${previousId}`) ||
      isRefused(userId === null && anonymousId !== null ? `a:${anonymousId}` : null);
    if (isTheirs) forgotten.add(event);
  }
  return forgotten;
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
