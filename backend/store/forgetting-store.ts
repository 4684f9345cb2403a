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
  /** Null, and so is the outcome: it waits. */
  doneAt: number | null;
  outcome: PrivacyOutcome | null;
  /** Everything that was erased for it so far, also while it waits. */
  erased: Erased | null;
};

/** `toldAt`: when HubSpot said last that it deleted it. */
export type WaitingPrivacyDeletion = { contactId: string; toldAt: number };

export interface ForgettingStore {
  /** Contacts that wait to be forgotten, oldest first; what was merged into them waits itself. */
  waitingPrivacyDeletions(portalId: number, limit: number): Promise<WaitingPrivacyDeletion[]>;
  /**
   * From now on nothing is kept of the people linked to these contacts, deleted ones included: their ids and addresses are on
   * the list. Returns who they are, to be erased with the contact as `proofOf`.
   */
  refusePeopleOf(portalId: number, contactIds: string[], now: number): Promise<number[]>;
  /**
   * The id is gone with it, and what was told of its merges. `found`: the outcome, unless something was erased for it. Somebody
   * who is linked to the contact afterwards makes it wait again, unless it was still there.
   */
  endPrivacyDeletion(
    portalId: number,
    contactId: string,
    found: 'nobody of ours' | 'still there',
    now: number,
  ): Promise<void>;
  /** Newest first. */
  privacyDeletions(portalId: number, limit: number): Promise<PrivacyDeletion[]>;
  /** How many ids and addresses are on the list, and how many events were refused for them. */
  forgottenCounts(portalId: number): Promise<{ identities: number; refused: number }>;
}
