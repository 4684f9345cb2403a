/** What replaying a portal's history needs of the store. Like the rest (store.ts): whole commands, keyed by portal. */

import type { HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { EventSource } from '../ingest/event.ts';

/** People who count for one another: the members of a company, or one person without a company. */
export type PeopleGroup = {
  groupIds: string[];
  people: {
    personId: number;
    userIds: string[];
    contactId: string | null;
    facts: HubspotFacts | null;
  }[];
};

/** A raw event as it was kept, and whose it is today. */
export type KeptEvent = { personId: number; body: string; receivedAt: number; source: EventSource };

export interface HistoryStore {
  /** By contact id; contacts without product activity are left out. */
  personsOfContacts(portalId: number, contactIds: string[]): Promise<Map<string, number>>;
  /** At most about `most` people, spread evenly over all; and how many there are. */
  samplePersons(portalId: number, most: number): Promise<{ personIds: number[]; all: number }>;
  /** The groups of these people, each with all its members; of a company with more than 1,000 the earliest, and these. */
  peopleGroups(portalId: number, personIds: number[]): Promise<PeopleGroup[]>;
  /**
   * The kept events of these people in order of acceptance, from after `afterSeq` on: one stretch, to be asked for again
   * until `lastSeq` is null.
   */
  keptEvents(
    portalId: number,
    personIds: ReadonlySet<number>,
    afterSeq: number,
  ): Promise<{ events: KeptEvent[]; lastSeq: number | null }>;
}
