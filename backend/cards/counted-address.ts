/** Whether somebody with a personal or disposable address counts as a user of the company, and why. */
import { activeUsersWindowDays, isInWindow, localDay, type PersonalAddress } from '@zo/shared';
import { isInternalEmail } from '../handoff/internal.ts';
import { personName } from '../outbox/person-words.ts';
import type { CompanyPerson } from '../store/card-store.ts';
import type { Company } from '../usage/company.ts';

export type CountingTerms = { timeZone: string; exclude: string[]; now: number };

/** A member of the account: with such an address, by one of its product groups. */
export function countedPerson(
  { person, record }: CompanyPerson,
  { profile }: Company,
  { timeZone, exclude, now }: CountingTerms,
): PersonalAddress {
  const who = { name: personName({ person, record }), contactId: record?.recordId ?? null };
  const email = person.profile.email ?? record?.facts?.email ?? null;
  if (isInternalEmail(email, exclude)) return { ...who, counts: false, why: 'belongs to an excluded e-mail domain' };
  const joined = profile.groupIds.length === 0 ? 'belongs to the account' : 'joined its product group';
  const { lastActiveAt } = person.usage;
  if (lastActiveAt === null) return { ...who, counts: false, why: `${joined}, and has never been active` };
  const isActive = isInWindow(localDay(lastActiveAt, timeZone), localDay(now, timeZone), activeUsersWindowDays);
  return {
    ...who,
    counts: isActive,
    why: `${joined}, and ${isActive ? 'was' : 'was not'} active in the last ${activeUsersWindowDays} days`,
  };
}

export function countedOutsider({ person, record }: CompanyPerson): PersonalAddress {
  return {
    name: personName({ person, record }),
    contactId: record?.recordId ?? null,
    counts: false,
    why: 'is under this company in HubSpot, and in none of its product groups: such an address says nothing of a company',
  };
}
