/** A handoff: one episode from a crossing to its outcome. Stored as handoffs.handoff_json. */
import type { CrossingReceipt } from './crossing-receipt.ts';

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
  'withdrawn', // readiness ended before anybody was told
] as const;
export type HandoffStatus = (typeof handoffStatuses)[number];

const closedStatuses: ReadonlySet<HandoffStatus> = new Set(['returned', 'not_a_fit', 'won', 'lost', 'withdrawn']);

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
};

/** The alert to one place. `posted` holds Slack's (channel, ts), which address the message for ever. */
export type AlertState =
  | { state: 'queued' }
  | { state: 'posted'; channel: string; ts: string; link: string | null; at: number }
  | { state: 'unconfirmed'; reason: string }
  | { state: 'failed'; reason: string };

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

export type Handoff = {
  handoffId: number;
  /** Grows with every change; a change made on an older one is refused and decided again. */
  revision: number;
  personId: number;
  companyId: number | null;
  contactId: string | null;
  hubspotCompanyId: string | null;
  status: HandoffStatus;
  /** 'workflow' waits for signed calls; 'direct' acts by itself; 'action' was opened by an action in somebody's workflow. */
  origin: 'workflow' | 'direct' | 'action';
  openedAt: number;
  closedAt: number | null;
  /** Null only for an `action` handoff of a contact without a crossing. */
  receipt: CrossingReceipt | null;
  /** When HubSpot acknowledged the open gate. */
  gateWrittenAt: number | null;
  /** When the first signed call of the workflow came. */
  firstCallAt: number | null;
  owner: HandoffOwner | null;
  handedOffAt: number | null;
  dueAt: number | null;
  /** num_contacted_notes at the handoff: growth since then is AE activity. */
  contactedNotesAtHandoff: number;
  /** By outbox key. */
  alerts: Record<string, AlertState>;
  /** What RevOps wrote for the AE in the workflow action. */
  note: string | null;
  waitingCallbacks: WaitingCallback[];
  returnReasons: string[];
  /** When the person was erased: what is left tells nothing about them. */
  erasedAt?: number;
};
