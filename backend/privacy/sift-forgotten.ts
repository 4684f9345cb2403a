/**
 * Which events may not be kept, because they are of somebody who was deleted for privacy. Pure: one event after the other, as if
 * each came alone.
 *
 * Events are claims, and whoever has a browser's key, which is public, can claim anything. So an event never puts anything on
 * the list that is somebody else's: a user id is only taken for a forgotten person's where no events are kept of it, where a
 * server says so, and until it comes with an address of its own.
 */
import type { NormalisedEvent } from '../ingest/event.ts';

/**
 * What stands on the list: 'u:<user id>', 'a:<anonymous id>' and 'e:<address, lower case>' of people who were erased; and
 * 'n:<user id>', which events named together with one of these.
 */
export type Identities = { has(identity: string): boolean };

export type Known = {
  listed: Identities;
  /** Of 'u:<user id>': those of people whom events are kept of. */
  kept: Identities;
  /** Whether events are kept of its user id once it is accepted. */
  makesKnown: (event: NormalisedEvent) => boolean;
};

export type Sifted = {
  forgotten: Set<NormalisedEvent>;
  /** How many events each identity on the list refused. */
  refusals: Map<string, number>;
  /** What goes on the list, since when. */
  added: Map<string, number>;
};

/** Everything on the list that an event may be refused by. */
export function identitiesIn(event: NormalisedEvent): string[] {
  const { anonymousId } = event;
  const ofUsers = userIdsIn(event).flatMap((userId) => [`u:${userId}`, `n:${userId}`]);
  return [...addressesIn(event), ...ofUsers, ...(anonymousId === null ? [] : [`a:${anonymousId}`])];
}

export function siftForgotten(events: readonly NormalisedEvent[], { listed, kept, makesKnown }: Known): Sifted {
  const sifted: Sifted = { forgotten: new Set(), refusals: new Map(), added: new Map() };
  const { forgotten, refusals, added } = sifted;
  const accepted = new Set<string>();
  const isListed = (identity: string) => listed.has(identity) || added.has(identity);
  const isKept = (userId: string) => kept.has(`u:${userId}`) || accepted.has(userId);
  for (const event of events) {
    const by = refusedBy(event, isListed, isKept);
    if (by === null) {
      if (makesKnown(event)) for (const userId of userIdsIn(event)) accepted.add(userId);
      continue;
    }
    forgotten.add(event);
    refusals.set(by, (refusals.get(by) ?? 0) + 1);
    const named = alsoNamed(event, by, isKept);
    if (named !== null && !isListed(named)) added.set(named, event.receivedAt);
  }
  return sifted;
}

/**
 * What on the list says that the event is of somebody forgotten; null: nothing. An anonymous id says whose an event is only
 * where no user id does: a browser may be lent.
 */
function refusedBy(
  event: NormalisedEvent,
  isListed: (identity: string) => boolean,
  isKept: (userId: string) => boolean,
): string | null {
  const { userId, anonymousId } = event;
  const addresses = addressesIn(event);
  const users = userIdsIn(event);
  const surely = [...addresses, ...users.map((user) => `u:${user}`)].find(isListed);
  if (surely !== undefined) return surely;
  // With an address of their own they are somebody else.
  const named = addresses.length > 0 ? [] : users.filter((user) => !isKept(user)).map((user) => `n:${user}`);
  const anonymous = userId === null && anonymousId !== null ? [`a:${anonymousId}`] : [];
  return [...named, ...anonymous].find(isListed) ?? null;
}

/** The user id that a refused event says is the forgotten person's too: what comes of it later may not say so any more. */
function alsoNamed(
  { userId, source }: NormalisedEvent,
  by: string,
  isKept: (userId: string) => boolean,
): string | null {
  if (userId === null || source === 'browser' || by === `u:${userId}` || isKept(userId)) return null;
  return `n:${userId}`;
}

function addressesIn(event: NormalisedEvent): string[] {
  const ids = userIdsIn(event).filter((userId) => userId.includes('@'));
  return [...(event.email === null ? [] : [event.email]), ...ids].map((address) => `e:${address.toLowerCase()}`);
}

function userIdsIn({ userId, previousId }: NormalisedEvent): string[] {
  return [userId, previousId].filter((id) => id !== null);
}
