/** What the client sends: few people, much confusion about who they are, and leads who cross when they are told to. */
import type { Random } from '../../support/seeded-random.ts';

/** A message as whoever sent it knows it; what the product makes of it is the product's business. */
export type Sent = {
  messageId: string;
  type: 'track' | 'identify' | 'group' | 'page' | 'alias';
  userId: string | null;
  anonymousId: string | null;
  previousId: string | null;
  groupId: string | null;
  /** Track: the event's name. */
  name: string | null;
  /** Page. */
  path: string | null;
  email: string | null;
  /** Of a person: what HubSpot calls the last name. */
  lastName: string | null;
  /** Milliseconds since the epoch, by the sender's clock. */
  eventAt: number;
  /** When it was sent, by a sender's clock that is wrong; null: it is right, and what it says of the event is final. */
  sentAt: number | null;
  system: boolean;
  excluded: 'test' | null;
};

const dayMs = 86_400_000;
const users = Array.from({ length: 30 }, (_, index) => `user-${index}`);
const devices = Array.from({ length: 8 }, (_, index) => `device-${index}`);
const groups = Array.from({ length: 6 }, (_, index) => `group-${index}`);
const domains = ['finpilot.test', 'orbit.test', 'gmail.com', 'acme.test', 'brightside.test'];
/** Nobody of these is activated, so nobody of them crosses. */
const events = ['Report Created', 'Dashboard Shared', 'Integration Connected', 'Teammate Invited', 'Signed In', 'Idle'];
const paths = ['/pricing', '/', '/docs'];

/** No alias names one of these. One of a device may all the same make two of them one person, who then has two contacts. */
export const usersInHubspot = users.slice(0, 10);
const usersElsewhere = users.slice(10);
export const emailOfUser = (userId: string) => `${userId}@finpilot.test`;

/** Its text is the same wherever it is made from: only what is named differs. */
export function sent(is: Partial<Sent> & Pick<Sent, 'messageId' | 'type' | 'eventAt'>): Sent {
  return {
    userId: null,
    anonymousId: null,
    previousId: null,
    groupId: null,
    name: null,
    path: null,
    email: null,
    lastName: null,
    sentAt: null,
    system: false,
    excluded: null,
    ...is,
  };
}

/**
 * Makes the stream of one run. `now` is the movable clock's moment at the start. Identify calls have a millisecond of their
 * own: traits of one moment would have no newest.
 */
export function createStream(random: Random, run: string, now: number): () => Sent {
  let count = 0;
  let before: Sent | undefined;
  return () => {
    count += 1;
    const messageId = `${run}-${count}`;
    const daysAgo = random.chance(0.5) ? 0 : random.whole(0, 45);
    const eventAt = now - daysAgo * dayMs - 60 * dayMs * Number(random.chance(0.02)) - 120_000 + count;
    const who = someone(random);
    const kind = random.next();
    const flags = { system: random.chance(0.15), excluded: random.chance(0.05) ? ('test' as const) : null };
    if (kind < 0.03) {
      const [userId, previousId] = [random.pick(usersElsewhere), random.pick([...usersElsewhere, ...devices])];
      if (userId !== previousId) return sent({ messageId, type: 'alias', eventAt, userId, previousId });
    }
    if (kind < 0.12) return identify(random, messageId, eventAt);
    if (kind < 0.17) return sent({ messageId, type: 'group', eventAt, ...who, groupId: random.pick(groups) });
    // Now and then by the same person at the same moment as the one before.
    const again = random.chance(0.15) ? before : undefined;
    const act =
      kind < 0.3
        ? sent({ messageId, type: 'page', eventAt, ...who, ...flags, path: random.pick(paths) })
        : sent({ messageId, type: 'track', eventAt, ...who, ...flags, name: random.pick(events) });
    if (!again && random.chance(0.08)) return sentWrongly(act, random, now);
    before = again ? { ...act, userId: again.userId, anonymousId: again.anonymousId, eventAt: again.eventAt } : act;
    return before;
  };
}

/** By a sender whose clock is up to three days wrong: when it happened is known from how long before it was sent. */
function sentWrongly(message: Sent, random: Random, now: number): Sent {
  const wrongMs = random.whole(-3 * dayMs, 3 * dayMs);
  return { ...message, eventAt: message.eventAt + wrongMs, sentAt: now + wrongMs };
}

function someone(random: Random): Pick<Sent, 'userId' | 'anonymousId'> {
  const kind = random.next();
  const [userId, anonymousId] = [random.pick(users), random.pick(devices)];
  if (kind < 0.7) return { userId, anonymousId: null };
  return kind < 0.85 ? { userId, anonymousId } : { userId: null, anonymousId };
}

function identify(random: Random, messageId: string, eventAt: number): Sent {
  const userId = random.pick(users);
  // Whoever is in HubSpot keeps the address they are known by there.
  const isKnown = usersInHubspot.includes(userId);
  const email = isKnown ? emailOfUser(userId) : `${userId}@${random.pick(domains)}`;
  return sent({ messageId, type: 'identify', eventAt, userId, email });
}

export type Lead = { index: number; userId: string; mate: string; email: string; lastName: string };

/** Whoever crosses by one more event, once `introduce` has been taken. */
export function leadOf(index: number): Lead {
  const name = `N${String(index).padStart(5, '0')}x`;
  return { index, userId: `lead-${index}`, mate: `mate-${index}`, email: `lead@firm${index}.test`, lastName: name };
}

export function introduce({ index, userId, mate, email, lastName }: Lead, now: number): Sent[] {
  const id = (what: string) => `lead-${index}-${what}`;
  const eventAt = now - 2 * 3_600_000 + index;
  return [
    sent({ messageId: id('who'), type: 'identify', eventAt, userId, email, lastName }),
    sent({ messageId: id('on'), type: 'track', eventAt, userId, name: 'Onboarding Completed' }),
    sent({ messageId: id('page'), type: 'page', eventAt, userId, path: '/pricing' }),
    sent({ messageId: id('mate'), type: 'identify', eventAt, userId: mate, email: `mate@firm${index}.test` }),
    sent({ messageId: id('use'), type: 'track', eventAt, userId: mate, name: 'Report Created' }),
  ];
}

export function crossing({ index, userId }: Lead, now: number): Sent {
  return sent({ messageId: `lead-${index}-cross`, type: 'track', eventAt: now, userId, name: 'Plan Limit Reached' });
}

/** As a Segment-compatible SDK writes it. */
export function toWire(message: Sent): object {
  const { messageId, type, userId, anonymousId, previousId, groupId, name, path, email, lastName, system } = message;
  const timestamp = new Date(message.eventAt).toISOString();
  // Both times together are final; the original one alone is corrected by when it was sent.
  const times = message.sentAt === null ? { timestamp } : { sentAt: new Date(message.sentAt).toISOString() };
  const known = { messageId, type, originalTimestamp: timestamp, ...times };
  return {
    ...known,
    ...(userId === null ? {} : { userId }),
    ...(anonymousId === null ? {} : { anonymousId }),
    ...(previousId === null ? {} : { previousId }),
    ...(groupId === null ? {} : { groupId }),
    ...(type === 'track' ? { event: name } : {}),
    ...(type === 'identify'
      ? { traits: { email, plan: 'free', ...(lastName === null ? {} : { firstName: 'Lead', lastName }) } }
      : {}),
    ...(type === 'track' || type === 'page'
      ? { properties: { ...(path === null ? {} : { path }), ...(system ? { system: true } : {}) } }
      : {}),
    ...(message.excluded === 'test' ? { context: { test: true } } : {}),
  };
}
