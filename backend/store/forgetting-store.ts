/**
 * Contacts that HubSpot deleted for privacy, and the people nothing may be kept of any more. Like the rest (store.ts): whole
 * commands, keyed by portal. Ids and addresses are kept as hashes by a salt of the portal's own.
 */
import type { Erased } from './receipt-store.ts';

export type PrivacyOutcome = 'erased' | 'nobody of ours' | 'still there';

/** The proof: it names nobody. */
export type PrivacyDeletion = {
  contactHash: string;
  toldAt: number;
  doneAt: number | null;
  outcome: PrivacyOutcome | null;
  erased: Erased | null;
};

/** `formerIds`: the ids the contact had before merges. `toldAt`: when HubSpot said last that it deleted it. */
export type WaitingPrivacyDeletion = { contactId: string; formerIds: string[]; toldAt: number };

export interface ForgettingStore {
  /** Contacts that wait to be forgotten, oldest first. */
  waitingPrivacyDeletions(portalId: number, limit: number): Promise<WaitingPrivacyDeletion[]>;
  /**
   * From now on nothing is kept of the people linked to these contacts, deleted ones included: their ids and addresses are on
   * the list. Returns who they are, to be erased.
   */
  refusePeopleOf(portalId: number, contactIds: string[], now: number): Promise<number[]>;
  /** The id is gone with it, and what was told of merges into it. */
  endPrivacyDeletion(
    portalId: number,
    contactId: string,
    ended: { outcome: PrivacyOutcome; erased: Erased | null },
    now: number,
  ): Promise<void>;
  /** Newest first. */
  privacyDeletions(portalId: number, limit: number): Promise<PrivacyDeletion[]>;
  /** How many ids and addresses are on the list, and how many events were refused for them. */
  forgottenCounts(portalId: number): Promise<{ identities: number; refused: number }>;
}
