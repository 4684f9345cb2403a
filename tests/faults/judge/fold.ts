/** The plain fold over what the client says it sent, in the order in which the database says it was accepted. */
import { bruteForcePersons } from '../../support/brute-force-persons.ts';
import { bruteForceUsage } from '../../support/brute-force-usage.ts';
import type { Sent } from '../client/messages.ts';
import { internalDomains, personalDomains, signals } from '../world/playbook.ts';
import type { Evidence, StoredPerson } from './evidence.ts';

type Accepted = { messageId: string; receivedAt: number };
const timeZone = 'Europe/Berlin';

/** Identities, by who they are of. Events that nobody sent are left out: the judge names them. */
export function foldPersons(sent: Record<string, Sent>, events: readonly Accepted[]) {
  const raw = events.flatMap(({ messageId, receivedAt }) => {
    const message = sent[messageId];
    if (message === undefined) return [];
    const corrected = message.sentAt === null ? message.eventAt : message.eventAt + receivedAt - message.sentAt;
    // An event is never later than it was received.
    return [{ ...message, source: 'server', receivedAt, eventAt: Math.min(corrected, receivedAt) }];
  });
  const people = bruteForcePersons(raw, false);
  const identities = Object.fromEntries(people.flatMap(({ keys }) => [...keys].map((key) => [key, [...keys].sort()])));
  return { people, identities };
}

export function foldUsage({ sent, database, now }: Pick<Evidence, 'sent' | 'database' | 'now'>): {
  persons: Record<string, StoredPerson>;
  activeUsers: Record<string, number>;
} {
  const { people } = foldPersons(sent, database.events);
  const rules = { signals, exclude: internalDomains, personal: personalDomains, timeZone };
  const { persons, activeUsers } = bruteForceUsage(people, rules, now);
  const byIdentity = persons.flatMap(({ keys, userIds, email, company, usage }) =>
    keys.map((key) => [key, { sameAs: [...keys].sort(), userIds, email, company, usage }] as const),
  );
  return {
    persons: Object.fromEntries(byIdentity),
    activeUsers: Object.fromEntries([...activeUsers].filter(([, count]) => count > 0)),
  };
}
