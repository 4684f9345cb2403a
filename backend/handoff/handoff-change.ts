/** What a command on the handoff's state machine leaves behind, committed in one transaction. */
import type { Effect } from '../outbox/effect.ts';
import type { Company } from '../usage/company.ts';
import type { Person } from '../usage/person.ts';
import type { PreviousDecision, RecordState } from './decision.ts';
import type { Handoff } from './handoff.ts';
import type { ReceiptEntry } from './receipt.ts';
import type { LastOwner } from './routing/continuity.ts';
import type { Ledger } from './routing/fairness.ts';
import type { OwnerLoad } from './routing/standing.ts';

export type HandoffChange = {
  /** The handoff afterwards; its revision is the one it was read with. */
  handoff: Handoff;
  effects: Effect[];
  receipts: ReceiptEntry[];
  /** Properties wanted in HubSpot besides those that the handoff's state makes. */
  wanted?: Record<string, string>;
  /** The fairness ledger's entries afterwards, when an owner was chosen by turns; other entries stay. */
  ledger?: Ledger;
  /** Held calls that now have their outputs. */
  completedCalls?: { callbackId: string; outputs: Record<string, string> }[];
  alarm?: { key: string; message: string } | { clear: string };
};

/** A signed call of a workflow action, or of a card, kept so that a repeat gets the same answer. */
export type ActionCall = { callbackId: string; action: string; answer: unknown };

export type HandoffContext = {
  /** The open handoff; null when there is none. */
  handoff: Handoff | null;
  /** The handoff that has the last word, open or not; see last-word.ts. */
  newest: Handoff | null;
  handoffCount: number;
  /** All of theirs, the one opened last first. */
  handoffs: Handoff[];
  person: Person;
  company: Company | null;
  record: RecordState | null;
  decision: PreviousDecision | null;
  /** Owner of another open handoff at the same company. */
  companyOwnerId: string | null;
  /** Whose the contact, else somebody of the company, was in a handoff that ended at this moment or later. */
  lastOwner: (since: number) => LastOwner | null;
  /** How many were assigned by the rotation that there was before the ledger. */
  rotation: number;
  ledger: Ledger;
  /** Handoffs with an owner: open now, and given since a moment. */
  loadOf: (ownerId: string, since: number) => OwnerLoad;
  /** What this callback was completed with, else what it was answered before; undefined for a new one. */
  answeredBefore: unknown;
  /** Allocates the id of a handoff to be opened; call it at most once. */
  newHandoffId: () => number;
  /** The same of another contact; null when no product activity belongs to it. */
  colleague: (contactId: string) => HandoffContext | null;
};

export type HandoffStep<Answer> = (context: HandoffContext) => {
  answer: Answer;
  change?: HandoffChange;
  /** Of another handoff, in the same transaction. */
  also?: HandoffChange;
  call?: ActionCall;
};

/** Which handoff, or whose. A contact without product activity is nobody's. */
export type HandoffSelector =
  | { handoffId: number; callbackId?: string }
  | { personId: number }
  | { contactId: string; callbackId?: string };
