/** A handoff: one episode from a crossing to its outcome. Stored as handoffs.handoff_json. */
import type { CrossingReceipt } from './crossing-receipt.ts';
import type { Timers } from './timers.ts';

export const handoffStatuses = [
  'waiting', // the gate is open; HubSpot's workflow has not called yet
  'in_review',
  'assigned',
  'alerted',
  'engaged',
  'snoozed',
  'breached',
  'return_due',
  'returned',
  'not_a_fit',
  'won',
  'lost',
  'rejected', // a reviewer said no before anybody was told
  'withdrawn', // readiness ended before anybody was told
] as const;
export type HandoffStatus = (typeof handoffStatuses)[number];

const closedStatuses: ReadonlySet<HandoffStatus> = new Set([
  'returned',
  'not_a_fit',
  'won',
  'lost',
  'rejected',
  'withdrawn',
]);

export function isOpen(status: HandoffStatus): boolean {
  return !closedStatuses.has(status);
}

export type HandoffOwner = {
  /** HubSpot owner id. */
  id: string;
  email: string;
  name: string;
  /** Only an owner we set is cleared by a return. */
  setByUs: boolean;
  /** Why this AE, in words. */
  reason: string;
  /** When they got it, which counts against their cap of the day. Absent in handoffs of before: when it was handed off. */
  since?: number;
};

/** Somebody who had it before. */
export type EarlierOwner = HandoffOwner & {
  /** From when until when it was theirs. */
  since: number;
  until: number;
  /** When their first call was due; null when no clock ran. */
  dueAt: number | null;
  breachedAt: number | null;
  /** Why it went on, in words, and who said so: 'clock' for the clock. */
  why: string;
  by: string;
};

/** One message in one place. `posted` holds Slack's (channel, ts), which address the message for ever. */
export type AlertState =
  | { state: 'queued' }
  | {
      state: 'posted';
      channel: string;
      ts: string;
      link: string | null;
      at: number;
      /** Root of the thread it stands in; absent: it is no reply. */
      threadTs?: string;
      /** What it shows, as message-view.ts puts it; absent: as it was posted. */
      shows?: string;
    }
  /** In the AE's list of further alerts of the day, because they had enough of them. */
  | { state: 'gathered'; channel: string; ts: string; at: number }
  | { state: 'unconfirmed'; reason: string }
  /** It was posted, and is no longer there. */
  | { state: 'gone'; reason: string }
  /** `isMoot`: it came to nothing only because nobody needed to read it any more. */
  | { state: 'failed'; reason: string; isMoot?: true };

/** An action call that is completed when all its effects have settled. */
export type WaitingCallback = {
  callbackId: string;
  action: string;
  effectKeys: string[];
  /** The alerts the call asked for, by outbox key: its outputs tell of these. */
  alertKeys?: string[];
  /** The request itself is held open for a few seconds, because the portal does not let us complete callbacks. */
  isHeld: boolean;
};

export type ClockStep = 'half' | 'nearly' | 'due' | 'further';

/** The clock of the first call, of whoever has the handoff now. Its moments are fixed when it starts. */
export type FirstCallClock = {
  startedAt: number;
  /** Half, 80 % and all of the working time, and when an overdue call is taken further. */
  halfAt: number;
  nearlyAt: number;
  dueAt: number;
  furtherAt: number;
  /** The last step that was taken. */
  done: ClockStep | null;
  /** Since when HubSpot is asked, before the next step, whether the call has been made. */
  askedAt: number | null;
};

export type FirstTouch = {
  at: number;
  by: 'owner' | 'somebody';
  kind: 'call' | 'meeting' | 'e-mail' | 'message' | 'contact';
  /** Where we know it from. */
  via: 'HubSpot' | 'Slack' | 'card';
  /** Working minutes since the handoff, by the hours and zone of whoever has it. */
  minutes: number;
};

export type Review = {
  askedAt: number;
  /** The expected contract value, a year; null where the rule did not ask for it. */
  contractValue: number | null;
  /** The rule that asks for it, in words. */
  rule: string;
  verdict: 'approved' | 'rejected' | null;
  decidedAt: number | null;
  by: string | null;
  reason: string | null;
  /** When the operators were told that nobody had looked. */
  escalatedAt: number | null;
};

/** The AE is asked before a rule returns what they are working on. */
export type ReturnQuestion = { askedAt: number; number: number; reasons: string[] };

/** Opened by somebody of sales, and not by a crossing. */
export type ByHand = {
  by: string;
  reason: string;
  /** HubSpot owner id of whoever is to get it; null: whoever the rules say. */
  ownerId: string | null;
  /** The handoff of a colleague who turned out to be the wrong person. */
  insteadOf: number | null;
};

/** How it ended, where a person ended it, or a deletion in HubSpot. */
export type Ending = {
  by: string;
  /** Absent: not a fit, or rejected, as the status says. */
  kind?: 'wrong person' | 'contact deleted';
  /** Contact id of the colleague who is the one to talk to. Absent: nobody was named. */
  instead?: string;
  reason: string;
  /** What undoing it puts back; null where it cannot be undone. */
  undo: {
    until: number;
    leadStatus: string | null;
    ownerId: string | null;
    /** Absent in handoffs that ended before it was kept. */
    snooze?: Handoff['snooze'];
  } | null;
};

export type Handoff = {
  handoffId: number;
  /** Grows with every change; a change made on an older one is refused and decided again. */
  revision: number;
  personId: number;
  companyId: number | null;
  contactId: string | null;
  hubspotCompanyId: string | null;
  status: HandoffStatus;
  /**
   * 'workflow' waits for signed calls; 'direct' acts by itself; 'action' was opened by an action in somebody's workflow, 'by
   * hand' by somebody of sales.
   */
  origin: 'workflow' | 'direct' | 'action' | 'by hand';
  byHand: ByHand | null;
  openedAt: number;
  closedAt: number | null;
  /** Null only for an `action` handoff of a contact without a crossing. */
  receipt: CrossingReceipt | null;
  /** Of the primary company, when it was opened. */
  employees: number | null;
  /** When HubSpot acknowledged the open gate. */
  gateWrittenAt: number | null;
  /** When the first signed call of the workflow came. */
  firstCallAt: number | null;
  /** Null: nobody looks at it first. */
  review: Review | null;
  owner: HandoffOwner | null;
  /** By property of HubSpot's contact: the outbox's key of the write that was asked for last. */
  newestWrites: Record<string, string>;
  /** The outbox's key of the write that makes them the owner in HubSpot; null once it has them. */
  ownerKey: string | null;
  /** When HubSpot acknowledged that owner: what it said of owners before then is old. */
  ownerConfirmedAt: number | null;
  /** The owner HubSpot named last that is not ours, so that nobody is looked at twice. */
  ownerSeen: string | null;
  /** Oldest first. */
  earlierOwners: EarlierOwner[];
  /** Since when nobody could get it. */
  heldSince: number | null;
  handedOffAt: number | null;
  clock: FirstCallClock | null;
  /** When the first call is due: the clock's. */
  dueAt: number | null;
  /** When the clock of whoever has it ran out with no touch. */
  breachedAt: number | null;
  /** "I'm on it": when, and who said so. */
  acceptedAt: number | null;
  snooze: { until: number; by: string } | null;
  touch: FirstTouch | null;
  /** num_contacted_notes at the handoff: growth since then is AE activity. */
  contactedNotesAtHandoff: number;
  /** When sales last said or did something about it. */
  lastActivityAt: number | null;
  /** By outbox key. */
  alerts: Record<string, AlertState>;
  /** What RevOps wrote for the AE in the workflow action. */
  note: string | null;
  waitingCallbacks: WaitingCallback[];
  /** Ids of the enrolments in HubSpot's workflows whose calls acted on it; the newest ones, oldest first. */
  enrolments: string[];
  question: ReturnQuestion | null;
  /** How many questions there were. */
  questions: number;
  /** "Keep": when somebody last said so. */
  keptAt: number | null;
  returnDueAt: number | null;
  returnReasons: string[];
  /** How often it was due back, and stayed because a deal was opened. */
  takenBack: number;
  ending: Ending | null;
  /** When the clock must look at it again, and why. */
  timers: Timers;
  /** When the person was erased: what is left tells nothing about them. */
  erasedAt?: number;
};
