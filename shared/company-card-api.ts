/**
 * What the card on a HubSpot company asks the backend and what it answers. As with the contact card (card-api.ts): HubSpot
 * vouches for the portal, the company's id is only ever looked up within that portal, and expected conditions are answers.
 */
import type { CardHandoff, CardPortal } from './card-api.ts';
import type { GateReason } from './gate-wording.ts';

/** GET, with `?companyId=`, HubSpot's id of the company. */
export const companyCardPath = '/app/company-card';

/** What the company card shows, or why there is nothing to show. */
export type CompanyCardAnswer =
  | ({ status: 'ready' } & CompanyCard)
  /** The portal is connected, and no account of the product is linked to this company. */
  | { status: 'empty'; asOf: number; portal: CardPortal; eventsReceived: boolean }
  /** Nobody has connected this portal, or it has no playbook yet. */
  | { status: 'not connected'; missing: 'portal' | 'playbook' };

/** Everything the company card shows: use, people, who crossed, value and handoffs. */
export type CompanyCard = {
  /** The backend's clock at this answer; the card counts on from it. */
  asOf: number;
  portal: CardPortal;
  name: string | null;
  activity: CompanyUse;
  people: CompanyPeople;
  /** Newest first, at most 10: when a person's readiness last turned true. */
  crossings: CompanyCrossing[];
  personalAddresses: PersonalAddresses;
  account: CompanyAccount;
  contractValue: CompanyContractValue;
  handoffs: CompanyHandoffs;
};

/** How many of the company are active now, and were on each of the last days. */
export type CompanyUse = {
  /** Distinct people active in the last 30 days. */
  activeUsers: number;
  /** The same on each day before, oldest first, today last; it begins where it is known, at most 90 days ago. */
  days: { day: number; activeUsers: number }[];
};

/** People of the account. */
export type CompanyPeople = {
  /** Everybody who belongs to the account, also those who have done nothing yet. */
  all: number;
  /** The highest scores first, at most 10. */
  shown: CompanyPerson[];
};

/** Somebody of the company, with how far they are from the definition. */
export type CompanyPerson = {
  name: string;
  /** HubSpot's contact; null while not linked. */
  contactId: string | null;
  score: number;
  /** "3 of 4". */
  conditionsMet: number;
  conditions: number;
  gate: GateReason;
  lastActiveAt: number | null;
};

/** Somebody who became ready or was handed off: when, why then, and what came of it, in words. */
export type CompanyCrossing = {
  name: string;
  contactId: string | null;
  at: number;
  /** Why then, in words; null when nothing is known of it. */
  because: string | null;
  /** What came of it, in words: "handed off to Maria", "not handed off: is a paying customer or has an open deal". */
  outcome: string;
};

/** People with personal e-mail addresses, and why each counts for the company or does not. */
export type PersonalAddresses = {
  /** Members of the account with a personal or a disposable address. */
  all: number;
  /** Whether the definition asks for a business address, so that none of these people is handed off. */
  areKeptBack: boolean;
  /** Of these at most 5, those who are counted first. */
  members: PersonalAddress[];
  /** People with such an address whom HubSpot alone puts under the company; at most 5. */
  outsiders: PersonalAddress[];
};

/** `why`: why this person counts as a user of the company, or does not. */
export type PersonalAddress = { name: string; contactId: string | null; counts: boolean; why: string };

/** By what the product knows the company. */
export type CompanyAccount = {
  /** Ids of the product's groups, oldest first. */
  groups: string[];
  domains: string[];
};

/** `value`: a year, in the account's currency; `how`: what it follows from, or why there is none, in words. */
export type CompanyContractValue = { value: number | null; how: string };

/** Handoffs that are open now; `shown` are the first of them. */
export type CompanyHandoffs = {
  open: number;
  /** Open ones, the newest first, at most 10. */
  shown: { person: string; contactId: string | null; handoff: CardHandoff }[];
};
