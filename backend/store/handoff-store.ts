/**
 * The part of the store that decisions, HubSpot records and handoffs need. Like the rest of the store (store.ts): whole
 * commands, one transaction each, keyed by portal, times passed in.
 */
import type { Decision, DecisionInput, PreviousDecision, RecordState } from '../handoff/decision.ts';
import type { Handoff } from '../handoff/handoff.ts';
import type { HandoffSelector, HandoffStep } from '../handoff/handoff-change.ts';
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { Ledger } from '../handoff/routing/fairness.ts';
import type { Company } from '../usage/company.ts';
import type { Person, PersonProfile } from '../usage/person.ts';
import type { FoldRules } from './store.ts';

/** A person with its HubSpot record, as the HubSpot lane needs it. */
export type ContactWork = {
  person: Person;
  company: Company | null;
  record: RecordState | null;
  companyRecord: RecordState | null;
};
export type CompanyWork = {
  company: Company;
  record: RecordState | null;
  memberContactIds: string[];
  memberDomains: string[];
  /** Of the HubSpot company, as the contact that was read last has it; null where HubSpot does not say. */
  employees: number | null;
};

/** A person's contact or a product company's company in HubSpot. */
export type LinkedRecord = { subjectId: number; record: RecordState & { recordId: string } };

/**
 * What HubSpot acknowledged for one record. `written` holds exactly the values it took, `unsure` the names of those that were
 * sent and of which nobody knows whether it took them.
 */
export type Acknowledgement = {
  subjectId: number;
  recordId: string | null;
  written: Record<string, string>;
  unsure?: readonly string[];
  problem: string | null;
};

/** A person of ours and the HubSpot contact it was found to be. */
export type ContactClaim = {
  personId: number;
  contactId: string;
  /** Whose the contact is already: a user id that HubSpot carries, or a person of ours. Null: nobody's that HubSpot names. */
  heldBy: { userId: string } | { personId: number } | null;
};

/** A product company and the HubSpot company it was found to be. */
export type CompanyClaim = {
  companyId: number;
  recordId: string;
  /** The group id that HubSpot carries, where it is another's. */
  heldBy: string | null;
};

/** Who became whom. */
export type United = { fromId: number; intoId: number };

/** Two lines wait to be decided; 'soon' goes first. */
export type DecisionLine = 'soon' | 'later';

/** A handoff could not be taken up in the commit that opens it. Nothing was committed. */
export class TakeUpError extends Error {
  constructor(cause: unknown) {
    super(`taking up a handoff failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'TakeUpError';
  }
}

export interface HandoffStore {
  /** What decisions are made from, oldest mark first: of those whom a backfill alone marked ('later'), or of the others. */
  decisionInputs(portalId: number, limit: number, line?: DecisionLine): Promise<DecisionInput[]>;
  /**
   * Commits decisions with the values wanted in HubSpot, the crossing, the handoffs and effects: all or nothing. A person
   * or handoff that changed since the decision was made keeps its mark and is decided again. Returns how many were committed
   * and the handoffs to be taken up now; with `takeUp` they are, by that step and with all the rest, and none is left to be;
   * TakeUpError where that fails.
   */
  commitDecisions(
    portalId: number,
    decisions: Decision[],
    playbookVersion: number,
    now: number,
    takeUp?: HandoffStep<null>,
  ): Promise<CommittedDecisions>;
  contactWork(portalId: number, personIds: number[]): Promise<ContactWork[]>;
  companyWork(portalId: number, companyIds: number[]): Promise<CompanyWork[]>;
  /** Records that are linked in HubSpot, in the order of our ids, from behind `after` on. */
  linkedRecords(portalId: number, kind: 'contact' | 'company', after: number, limit: number): Promise<LinkedRecord[]>;
  /** Remembers what is wanted of a company in HubSpot. */
  wantCompany(portalId: number, companyId: number, wanted: Record<string, string>): Promise<void>;
  acknowledge(portalId: number, kind: 'contact' | 'company', acknowledgements: Acknowledgement[]): Promise<void>;
  /** Facts HubSpot gave, with the primary company linked; marks the persons dirty. */
  saveFacts(portalId: number, facts: { personId: number; facts: HubspotFacts }[], now: number): Promise<void>;
  /**
   * Makes one of persons who are the same HubSpot contact. The one whose user id HubSpot carries survives, else the older
   * one; usage is added up, memberships are united, handoffs and receipts move, and of two open handoffs the other is
   * withdrawn with a receipt. Nothing happens to a claim on a contact that a user we do not know holds, or one we know
   * under another contact. A person who holds the contact under another of its own user ids is linked to it: `fromId` is
   * `intoId` then.
   */
  unitePersons(portalId: number, claims: ContactClaim[], rules: FoldRules, now: number): Promise<United[]>;
  /**
   * Makes one of product companies that are the same HubSpot company: groups, domains and people of both. The one whose
   * group id HubSpot carries survives, else the older one; its group id stays `zo_company_id`. As with persons, nothing
   * happens where HubSpot names a group we do not know, or know under another company.
   */
  uniteCompanies(portalId: number, claims: CompanyClaim[], rules: FoldRules, now: number): Promise<United[]>;
  /**
   * Runs one command on the handoff's state machine: loads the handoff and what the command needs, runs the pure `step`,
   * commits its change, effects, receipts and the answer of the call. Null: no such handoff or person.
   */
  transactHandoff<Answer>(
    portalId: number,
    selector: HandoffSelector,
    now: number,
    step: HandoffStep<Answer>,
  ): Promise<Answer | null>;
  /** Handoffs whose wake is due, earliest first. The command run on each must set or clear its wake. */
  dueHandoffs(portalId: number, now: number, limit: number): Promise<number[]>;
  /** Open handoffs that nobody could get yet, oldest first. */
  heldHandoffs(portalId: number, limit: number): Promise<number[]>;
  /** The earliest wake of any kind; null if none. */
  nextWakeAt(portalId: number): Promise<number | null>;
  handoffs(portalId: number, filter: { open?: boolean; limit: number }): Promise<Handoff[]>;
  /** Of one product company, open or not, newest first. */
  handoffsAtCompany(portalId: number, companyId: number, limit: number): Promise<Handoff[]>;
  /** The fairness ledger as it stands. */
  ledger(portalId: number): Promise<Ledger>;
  /** All handoffs that have an AE, counted by AE and reason; those of `recently` and `lately` were given then or later. */
  tallyOwners(portalId: number, recently: number, lately: number): Promise<OwnerTally[]>;
  /** How many persons stand at each gate. */
  gateCounts(portalId: number): Promise<Record<string, number>>;
  /** People who are ready and not handed off, newest crossing first: the watch list before go-live. */
  readyPersons(portalId: number, limit: number): Promise<ReadyPerson[]>;
  /** What this call was answered, or completed with; undefined when it is new. */
  callAnswer(portalId: number, callbackId: string): Promise<unknown>;
  completeCall(portalId: number, callbackId: string, outputs: Record<string, string>): Promise<void>;
  /** Forgets what cards asked for before that moment; returns how many. */
  forgetCardCalls(portalId: number, before: number): Promise<number>;
  handoff(portalId: number, handoffId: number): Promise<Handoff | null>;
  /** Null: no product activity belongs to this contact. */
  cardWork(portalId: number, contactId: string): Promise<CardWork | null>;
  /** Whether any event of the portal was ever accepted. */
  hasEvents(portalId: number): Promise<boolean>;
  /**
   * Puts the product user (a user id or an e-mail address) under the contact, once, with a receipt on everybody of ours who is
   * that contact. Rejects with UsedForSomethingElseError where the key came with another request.
   */
  linkProductUser(portalId: number, order: LinkOrder, now: number): Promise<LinkedUser>;
  /** Takes back what `linkProductUser` did; what was written to HubSpot stays there. */
  unlinkProductUser(portalId: number, order: LinkOrder, now: number): Promise<UnlinkedUser>;
}

/** What the contact card shows, as it stands in the store. */
export type CardWork = ContactWork & {
  decision: PreviousDecision | null;
  /** Newest first, at most 5. */
  handoffs: Handoff[];
  /** The handoff that has the last word, see handoff/last-word.ts. */
  newest: Handoff | null;
  /** Of the same company, newest activity first, at most 5, the person included. */
  people: { profile: PersonProfile; lastActiveAt: number; contactId: string | null }[];
  /** When the person was marked to be decided again; null when nothing waits. */
  dirtySince: number | null;
};

/** Handoffs of one AE, for one reason. */
export type OwnerTally = {
  ownerId: string;
  email: string;
  reason: string;
  handoffs: number;
  open: number;
  recently: number;
  lately: number;
};

export type LinkOrder = {
  contactId: string;
  productUser: string;
  /** By e-mail address. */
  by: string;
  /** Asked again with the same, the answer is the same. */
  callbackId: string;
};

export type UnlinkedUser = {
  /** Handed off: a handoff that is open is this contact's. United: they have become one person since. */
  status: 'unlinked' | 'not linked' | 'handed off' | 'united';
};

export type LinkedUser = { status: 'linked' | 'unknown user' } | { status: 'linked elsewhere'; contactId: string };

export type CommittedDecisions = { committed: number; takeUp: number[] };

export type ReadyPerson = {
  personId: number;
  email: string | null;
  gate: string;
  crossedAt: number | null;
  score: number;
};
