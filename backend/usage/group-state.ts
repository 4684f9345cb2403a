/**
 * What a group of events touches, as loaded from the database, and what folding it changed. The fold works on this in
 * memory; each database loads and writes it in its own SQL, each row once per group.
 */
import type { Effect } from '../outbox/effect.ts';
import type { Company } from './company.ts';
import type { Person } from './person.ts';

export type Membership = { companyId: number; via: 'group' | 'domain'; joinedAt: number };

export type LoadedPerson = { person: Person; memberships: Membership[] };

/** `wakeAt`: when the clock will look at the company next; null when it need not. */
export type LoadedCompany = { company: Company; wakeAt: number | null };

export type LoadedState = {
  /** 'u:<userId>' or 'a:<anonymousId>'. */
  identities: Map<string, number>;
  persons: Map<number, LoadedPerson>;
  /** 'g:<groupId>' or 'd:<domain>'. */
  companyKeys: Map<string, number>;
  companies: Map<number, LoadedCompany>;
  /** Free ids; the fold takes what it needs and leaves the next free one. */
  nextPersonId: number;
  nextCompanyId: number;
};

/** `from` is `into` from now on. */
export type PersonMerge = { fromId: number; intoId: number; reason: 'alias' | 'anonymous' | 'same HubSpot contact' };

export type PersonChange = { person: Person; isNew: boolean };
export type CompanyChange = { company: Company; isNew: boolean };
/** Active users of a company on a local day, as they are known now. */
export type CompanyDay = { companyId: number; day: number; activeUsers: number };
export type SeenChange = { events: number; people: number; lastSeenAt: number };

export type Changes = {
  /** Whose event each was, in the order given; null for an event that does not count. */
  personIds: (number | null)[];
  identities: { identity: string; personId: number; firstSeenAt: number }[];
  /** In this order. Persons that came and went within the group are not among them. */
  merges: PersonMerge[];
  persons: PersonChange[];
  membersAdded: (Membership & { personId: number })[];
  membersRemoved: { companyId: number; personId: number }[];
  companies: CompanyChange[];
  companyKeys: { companyKey: string; companyId: number }[];
  companyWakes: { companyId: number; dueAt: number | null }[];
  /** Of companies whose active users are others than before. */
  companyDays: CompanyDay[];
  dirtyPersons: number[];
  /** Those of them whom a live event made active. */
  activePersons: number[];
  /** Companies whose members must all be decided again. */
  dirtyMembersOf: number[];
  effects: Effect[];
  eventsSeen: Map<string, SeenChange>;
};
