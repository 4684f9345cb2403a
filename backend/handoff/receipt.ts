/**
 * Receipts: why something was decided or done, with the values of that instant. Append-only; only erasing a person blanks
 * one, and keeps its kind, time, version and outcome.
 */
import type { GateReason, Readiness, Score } from '@zo/shared';
import type { ReminderKind } from '../outbox/effect.ts';
import type { Assignment, AssignQuestion, Candidate } from './assign.ts';
import type { CrossingReceipt } from './crossing-receipt.ts';
import type { EventsBehind } from './events-behind.ts';
import type { AlertState, FirstTouch, HandoffOwner } from './handoff.ts';
import type { StoredInputs } from './stored-inputs.ts';

/** Grows when stored inputs of an earlier form need translating before the decision can be made again. */
export const receiptFormat = 1;

/** What makes a decision's receipt stand alone: the events behind it, and all it was made from. */
export type Evidence = { behind: EventsBehind; inputs: StoredInputs };

/** A person held against the definition. */
export type Held = {
  playbookVersion: number;
  /** The canonical sentence. */
  definition: string;
  score: Score;
  readiness: Readiness;
  evidence?: Evidence;
};

export type ReceiptBodies = {
  /** Readiness turned true. */
  crossing: CrossingReceipt & { evidence?: Evidence };
  /** Ready, and the gate says why not now. */
  refusal: { gate: GateReason; byRules?: true; byHistory?: true } & Partial<Held>;
  handoff:
    | { step: 'taken up'; by: 'workflow' | 'direct mode' }
    | { step: 'by hand'; by: string; reason: string }
    | { step: 'waiting for HubSpot' }
    | { step: 'not written'; problem: string };
  /** Who got it, of whom, and by which rule. */
  assignment: {
    playbookVersion: number;
    /** Null: nobody could be assigned. */
    owner: Pick<HandoffOwner, 'id' | 'email' | 'name'> | null;
    reason: string;
    /** The routing rule in words. */
    rule: string;
    candidates: Candidate[];
    /** All the choice was made from. */
    question: AssignQuestion;
  };
  /** Somebody else has it from now on; `candidates` where rules chose. */
  reassignment: {
    from: string | null;
    to: string;
    reason: string;
    /** Why it went on. */
    because?: string;
    /** 'clock', 'HubSpot', or whoever asked for it. */
    by: string;
    candidates?: Candidate[];
  };
  alert: { state: 'queued'; keys: string[] } | ({ key: string } & AlertState);
  /** Somebody looks at the crossing before it is handed off. `afterMs`: time in review. */
  review:
    | { step: 'asked'; rule: string }
    /** Handed off without: the rule does not ask for it, or cannot be known (`isKnown` false). */
    | { step: 'not asked'; rule: string; isKnown: boolean; contractValue: number | null }
    | { step: 'approved'; by: string; afterMs: number }
    | { step: 'rejected'; by: string; reason: string; afterMs: number }
    | { step: 'escalated' };
  /** What sales did about it, or did not in time. */
  work:
    | { step: 'accepted'; by: string }
    | ({ step: 'touched' } & FirstTouch)
    | { step: 'breached'; owner: string; dueAt: number; isSure: boolean }
    | { step: 'reminded'; of: ReminderKind; to: string[] }
    | { step: 'snooze over' };
  outcome:
    | { outcome: 'won' | 'lost'; dealClosedAt: number }
    /** `condition`: the one that crossed last, in words. */
    | { outcome: 'not_a_fit'; by: string; reason: string; condition: string | null }
    /** `instead`: the contact id of the colleague who is the one to talk to. */
    | { outcome: 'wrong_person'; by: string; reason: string; instead: string | null }
    | { outcome: 'undone'; by: string };
  /** An AE put it off until a moment. */
  snooze: { until: number; by: string; reason: string | null };
  return:
    | ({ step: 'due'; reasons: string[]; mode: 'workflow' | 'direct' | 'asked for'; rule?: string } & Partial<Held>)
    | { step: 'asked'; reasons: string[]; who: string }
    | { step: 'kept'; by: string }
    /** A deal was opened before it was back. */
    | { step: 'stays' }
    | { step: 'returned'; reasons: string[] }
    | { step: 'failed'; problem: string };
  /** It ended before anybody was told, was taken back, or goes on as another one. */
  withdrawal: { gate: GateReason; because?: string; continuesAs?: number } & Partial<Held>;
  /** Somebody said on the card that a product user is this contact, or took it back. */
  link: { step: 'linked' | 'unlinked'; by: string; contactId: string };
  /** About nobody: a workflow people had changed was made what the playbook says again, or could not be. */
  restoration: {
    playbookVersion: number;
    workflow: 'handoff' | 'return';
    by: string;
    /** What differed before, in words. */
    undone: string[];
    outcome: 'restored' | 'failed';
    reason: string | null;
  };
};

export type ReceiptKind = keyof ReceiptBodies;

/** A receipt to be written. */
export type ReceiptEntry = { [Kind in ReceiptKind]: { kind: Kind; body: ReceiptBodies[Kind] } }[ReceiptKind];

/** A receipt about the portal, and about nobody in it. */
export type PortalReceipt = Extract<ReceiptEntry, { kind: 'restoration' }>;

/** The one word an erased receipt keeps, besides kind, time and version. Never about a person. */
export function outcomeOf(entry: ReceiptEntry): string {
  switch (entry.kind) {
    case 'crossing':
      return entry.body.isSample ? 'sample' : 'ready';
    case 'refusal':
    case 'withdrawal':
      return entry.body.gate;
    case 'handoff':
    case 'return':
    case 'review':
    case 'work':
    case 'link':
      return entry.body.step;
    case 'outcome':
      return entry.body.outcome;
    case 'assignment':
      return entry.body.owner === null ? 'nobody' : 'assigned';
    case 'reassignment':
      return 'assigned';
    case 'alert':
      return entry.body.state;
    case 'snooze':
      return 'snoozed';
    case 'restoration':
      return entry.body.outcome;
  }
}

/** The playbook version the receipt itself names; null where only its handoff does. */
export function versionOf({ body }: ReceiptEntry): number | null {
  return 'playbookVersion' in body ? (body.playbookVersion ?? null) : null;
}

export function receiptOfAssignment(assignment: Assignment, playbookVersion: number): ReceiptEntry {
  const { reason, rule, candidates, question } = assignment;
  const chosen = assignment.assigned ? assignment.owner : null;
  const owner = chosen && { id: chosen.id, email: chosen.email, name: chosen.name };
  return { kind: 'assignment', body: { playbookVersion, owner, reason, rule, candidates, question } };
}
