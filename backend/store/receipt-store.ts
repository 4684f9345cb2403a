/** The part of the store that keeps receipts, and that forgets people. See store.ts. */
import type { PortalReceipt } from '../handoff/receipt.ts';
import type { Effect } from '../outbox/effect.ts';
import type { FoldRules } from './store.ts';

/** `body` is as it was written; backend/handoff/read-receipt.ts says what it is. Of an erased receipt it is empty. */
export type Receipt = {
  receiptId: number;
  kind: string;
  format: number;
  /** One word: what came of it. Null where an older program wrote the receipt. */
  outcome: string | null;
  playbookVersion: number | null;
  personId: number | null;
  handoffId: number | null;
  at: number;
  erasedAt: number | null;
  body: unknown;
};

export type ReceiptFilter = {
  /** Of this person and of everybody they turned out to be. */
  personId?: number;
  handoffId?: number;
  /** Only receipts older than this one: the next page. */
  before?: number;
  limit: number;
};

/** Whom somebody means. E-mail without regard to case. */
export type PersonSelector = { email: string } | { userId: string } | { contactId: string } | { personId: number };

/** How much was removed or blanked. */
export type Erased = {
  persons: number;
  handoffs: number;
  receipts: number;
  events: number;
  effects: number;
  calls: number;
  /** Messages in Slack that are being redacted. */
  messages: number;
  /** Messages that may stand in Slack and cannot be found there: Slack never said whether it took them. */
  unfound: number;
  /** About them or naming them; of an alarm about others only the words went. */
  alarms: number;
};

export type ErasureOptions = {
  progress?: (done: number, total: number) => void;
  /** Wanted in the transaction that erases the people: nothing of theirs is on its way any more. */
  effects?: Effect[];
  /** Everything of ours on their contacts in HubSpot is emptied, also on those that are only being made or found there. */
  clearsContacts?: boolean;
  /** The contact whose deletion for privacy this follows: what is erased is added to its proof in the transaction that erases it. */
  proofOf?: string;
};

export interface ReceiptStore {
  /** Keeps a receipt about the portal, and about nobody in it. */
  keepReceipt(portalId: number, entry: PortalReceipt, at: number): Promise<void>;
  /** Newest first. */
  receipts(portalId: number, filter: ReceiptFilter): Promise<Receipt[]>;
  receipt(portalId: number, receiptId: number): Promise<Receipt | null>;
  /** Oldest first, from behind `after` on, written at `since` or later: page by page, everything. */
  receiptsAfter(portalId: number, after: number, since: number, limit: number): Promise<Receipt[]>;
  /** Of assignments and reassignments, newest first. */
  assignments(portalId: number, limit: number): Promise<Receipt[]>;
  /** Persons as they are now. */
  findPersons(portalId: number, who: PersonSelector): Promise<number[]>;
  /**
   * Forgets these people: events, profile, usage, identities, values for HubSpot and what is on its way there; the bodies
   * of their receipts and handoffs. The facts stay: that there was a receipt or a handoff, when, under which playbook and how
   * it ended. Companies are counted again, and our messages about them in Slack are redacted through the outbox. `mentions` are words about them (e-mail addresses) that are removed wherever
   * they stand. Works in steps that others' commands may come between; when it is interrupted, running it again ends it.
   */
  erasePersons(
    portalId: number,
    personIds: number[],
    mentions: string[],
    rules: FoldRules,
    now: number,
    options?: ErasureOptions,
  ): Promise<Erased>;
}
