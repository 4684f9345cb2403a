/** What must be loaded before a group can be folded. */
import type { NormalisedEvent } from '../ingest/event.ts';
import type { Person } from './person.ts';

export type MentionedKeys = {
  identities: string[];
  companyKeys: string[];
};

export function mentionedKeys(events: NormalisedEvent[]): MentionedKeys {
  const identities = new Set<string>();
  const companyKeys = new Set<string>();
  for (const event of events) {
    if (event.userId !== null) identities.add(`u:${event.userId}`);
    if (event.anonymousId !== null) identities.add(`a:${event.anonymousId}`);
    if (event.previousId !== null) identities.add(`u:${event.previousId}`).add(`a:${event.previousId}`);
    if (event.groupId !== null) companyKeys.add(`g:${event.groupId}`);
    if (event.businessDomain !== null) companyKeys.add(`d:${event.businessDomain}`);
  }
  return { identities: [...identities], companyKeys: [...companyKeys] };
}

/** A person may fall back to the domain of an e-mail that no event of the group mentions. */
export function domainKeys(persons: Iterable<{ person: Person }>): string[] {
  const keys: string[] = [];
  for (const { person } of persons) if (person.profile.businessDomain) keys.push(`d:${person.profile.businessDomain}`);
  return keys;
}
