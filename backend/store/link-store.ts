/**
 * Keeping our links with HubSpot's records true: merges, deletions, restores, and what was read of them. Like the rest
 * (store.ts): whole commands, keyed by portal. Every command may be run again, and in any order with the others.
 */
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';

export type RecordKind = 'contact' | 'company';

/** HubSpot has `into` in the place of `from`, as the record itself says. */
export type RecordMove = { from: string; into: string };

export type LostContact = {
  personId: number;
  contactId: string;
  deletedAt: number;
  /** What is known of somebody who has no contact. */
  facts: HubspotFacts;
};

export type LostCompany = { companyId: number; recordId: string; deletedAt: number };

/** A contact as it was read: of whoever is linked to it, or was before HubSpot deleted it. */
export type Reading = { personId: number; contactId: string; facts: HubspotFacts; factsAt: number };

export type Kept = {
  /** People linked again to a contact that was restored. */
  restored: number;
  /** People to be decided again: what was read may change their decision. */
  changed: number;
};

export type ActiveContact = { personId: number; contactId: string; lastActiveAt: number };

export interface LinkStore {
  /** By old id the newest one that HubSpot told of; only what the ids lead to. */
  mergeHints(portalId: number, kind: RecordKind, ids: string[]): Promise<Map<string, string>>;
  /**
   * Whatever hangs on an old id hangs on the new one: links, deleted ones too, handoffs, primary companies. Everything wanted
   * of the record is written again. Returns how many links moved.
   */
  followMerges(portalId: number, kind: RecordKind, moves: RecordMove[], now: number): Promise<number>;
  /** Ours linked to each of these records, those that HubSpot deleted too. */
  subjectsKnownBy(portalId: number, kind: RecordKind, recordIds: string[]): Promise<Map<string, number[]>>;
  /**
   * HubSpot deleted these contacts: their people lose the link, and an open handoff ends. Only who is still linked to that
   * very contact. Returns how many lost it.
   */
  loseContacts(portalId: number, lost: LostContact[], now: number): Promise<number>;
  /**
   * Keeps what was read, links people again whose contact was restored, and marks those whose decision it may change. Where
   * something newer is known, or another contact by now, nothing happens.
   */
  keepReadings(portalId: number, readings: Reading[], now: number): Promise<Kept>;
  /** As with contacts. Nobody is decided again: what their own contacts say of the company decides. */
  loseCompanies(portalId: number, lost: LostCompany[]): Promise<number>;
  /** Companies of ours whose HubSpot company was restored are linked again, and written. Returns how many. */
  regainCompanies(portalId: number, recordIds: string[], now: number): Promise<number>;
  /** Has the contacts read of the people under this HubSpot company, and of those below. */
  readPeopleUnder(portalId: number, hubspotCompanyId: string, now: number): Promise<number>;
  /** Has the contacts read of the members of ours that is linked to it who are under another company, or none. */
  readMembersBeside(portalId: number, hubspotCompanyId: string, now: number): Promise<number>;
  /**
   * Who is linked to a contact, or was to one that HubSpot deleted at `deletedSince` or later, the most lately active first,
   * behind `after`. Takes its time, and lets others work meanwhile.
   */
  contactsByActivity(
    portalId: number,
    after: { lastActiveAt: number; personId: number } | null,
    limit: number,
    deletedSince: number,
  ): Promise<ActiveContact[]>;
  /** Forgets what was told of merges before that moment. */
  forgetMergeHints(portalId: number, before: number): Promise<number>;
}
