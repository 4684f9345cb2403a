/** What the sweep for changed HubSpot values needs of the store. Like the rest (store.ts): whole commands, keyed by portal. */
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';

/** A person whose contact has been read before. */
export type KnownFacts = { personId: number; contactId: string | null; facts: HubspotFacts; factsAt: number };

export type RefreshedFacts = {
  personId: number;
  facts: HubspotFacts;
  factsAt: number;
  /** When what they replace was read: somebody who has been read since keeps the newer. */
  basedOn: number;
};

export interface ValuesStore {
  /** Of those contacts, the people whose contact has been read before. */
  factsOfContacts(portalId: number, contactIds: string[]): Promise<KnownFacts[]>;
  /** Of those HubSpot companies, the ones that are somebody's primary company, by what was read. */
  primaryCompaniesOf(portalId: number, hubspotCompanyIds: string[]): Promise<string[]>;
  /** The people of one primary company, by person id, at most `limit` after `afterPersonId`. */
  factsUnderCompany(
    portalId: number,
    hubspotCompanyId: string,
    afterPersonId: number,
    limit: number,
  ): Promise<KnownFacts[]>;
  /** Keeps them, and marks whom the change concerns to be decided again. Returns how many that were. */
  refreshFacts(portalId: number, refreshed: RefreshedFacts[], now: number): Promise<number>;
}
