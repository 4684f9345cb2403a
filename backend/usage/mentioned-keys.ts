/** What must be loaded before a group can be folded. */
import { classifyEmail } from '../ingest/email-domain.ts';
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
    for (const key of domainKeysOf(event.email)) companyKeys.add(key);
  }
  return { identities: [...identities], companyKeys: [...companyKeys] };
}

/** A person may fall back to the domain of an e-mail that no event of the group mentions. */
export function domainKeys(persons: Iterable<{ person: Person }>): string[] {
  return [...persons].flatMap(({ person }) => domainKeysOf(person.profile.email));
}

/** Also of an address that joins nobody to a company: what its domain means is for the rules to say. */
function domainKeysOf(email: string | null): string[] {
  const domain = email === null ? null : classifyEmail(email).registrableDomain;
  return domain === null ? [] : [`d:${domain}`];
}
