/** What hearing of and looking for changed HubSpot values needs of the store. Like the rest (store.ts): whole commands, keyed by portal. */
import type { ChangedRecords } from '../handoff/hubspot-changes.ts';
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
  /**
   * Has what changed read again: the contacts and companies that are ours, or somebody's primary one, and for deals their
   * contacts. Keeps what was told of merges as a hint, and deletions for privacy until they are done. On disk when it
   * resolves. Returns how many reads that makes; none when nobody of ours is concerned.
   */
  noteChanges(portalId: number, changed: ChangedRecords, now: number): Promise<number>;
  /** Of those contacts, the people whose contact has been read before. */
  factsOfContacts(portalId: number, contactIds: string[]): Promise<KnownFacts[]>;
  /** The people with an open handoff whose contact has been read before, by person id, at most `limit` after one. */
  factsOfHandedOff(portalId: number, afterPersonId: number, limit: number): Promise<KnownFacts[]>;
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
