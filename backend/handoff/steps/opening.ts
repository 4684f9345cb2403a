/** From the open gate until somebody takes the handoff up: opened, waited for, withdrawn. */
import type { GateReason } from '@zo/shared';
import type { CrossingReceipt } from '../crossing-receipt.ts';
import type { ByHand, Handoff, Review } from '../handoff.ts';
import { isOpen } from '../handoff.ts';
import { silentWorkflowAlarm } from '../handoff-alarms.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { restated } from '../open-status.ts';
import { type Timers, withTimers } from '../timers.ts';

/** How long HubSpot may take from the open gate to the first signed call before somebody is told. */
export const workflowPatienceMs = 2 * 60_000;

export type OpenHandoff = {
  handoffId: number;
  personId: number;
  companyId: number | null;
  contactId: string | null;
  hubspotCompanyId: string | null;
  employees: number | null;
  origin: Handoff['origin'];
  /** Who asked for it; absent: nobody, it crossed. */
  byHand?: ByHand;
  receipt: CrossingReceipt | null;
  contactedNotes: number;
  /** Null: nobody looks at it first. */
  review: Review | null;
  timers: Timers;
  now: number;
};

export function openHandoff(opened: OpenHandoff): Handoff {
  return restated({
    handoffId: opened.handoffId,
    revision: 0,
    personId: opened.personId,
    companyId: opened.companyId,
    contactId: opened.contactId,
    hubspotCompanyId: opened.hubspotCompanyId,
    status: 'waiting',
    origin: opened.origin,
    byHand: opened.byHand ?? null,
    openedAt: opened.now,
    closedAt: null,
    receipt: opened.receipt,
    employees: opened.employees,
    gateWrittenAt: null,
    firstCallAt: null,
    review: opened.review,
    owner: null,
    newestWrites: {},
    ownerKey: null,
    ownerConfirmedAt: null,
    ownerSeen: null,
    earlierOwners: [],
    heldSince: null,
    handedOffAt: null,
    clock: null,
    dueAt: null,
    breachedAt: null,
    acceptedAt: null,
    snooze: null,
    touch: null,
    contactedNotesAtHandoff: opened.contactedNotes,
    lastActivityAt: null,
    alerts: {},
    note: null,
    waitingCallbacks: [],
    enrolments: [],
    question: null,
    questions: 0,
    keptAt: null,
    returnDueAt: null,
    returnReasons: [],
    takenBack: 0,
    ending: null,
    timers: opened.timers,
  });
}

/** A wake survives a crash between the commit that opens a handoff and what follows it: taking it up, or the gate's write. */
export function openingTimers(origin: Handoff['origin'], now: number): Timers {
  if (origin === 'direct') return { 'take up': now };
  return origin === 'workflow' ? { workflow: now + workflowPatienceMs } : {};
}

/** The gate closed before HubSpot took the handoff up: nobody was told, so nothing has to be taken back. */
export function withdraw(handoff: Handoff, gate: GateReason, now: number): HandoffChange {
  return {
    handoff: { ...handoff, status: 'withdrawn', closedAt: now, timers: {} },
    effects: [],
    receipts: [{ kind: 'withdrawal', body: { gate } }],
  };
}

export function gateWritten(handoff: Handoff, now: number): HandoffChange | null {
  if (handoff.gateWrittenAt !== null || handoff.status !== 'waiting') return null;
  const isWaitingForWorkflow = handoff.origin === 'workflow' && handoff.firstCallAt === null;
  return {
    handoff: {
      ...handoff,
      gateWrittenAt: now,
      timers: isWaitingForWorkflow
        ? withTimers(handoff.timers, { workflow: now + workflowPatienceMs })
        : handoff.timers,
    },
    effects: [],
    receipts: [],
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

/** The gate has been open for two minutes and HubSpot has not called. */
export function workflowStayedSilent(handoff: Handoff): HandoffChange | null {
  if (handoff.status !== 'waiting' || handoff.firstCallAt !== null || handoff.gateWrittenAt === null) return null;
  return {
    handoff: { ...handoff, timers: withTimers(handoff.timers, { workflow: null }) },
    effects: [],
    receipts: [{ kind: 'handoff', body: { step: 'waiting for HubSpot' } }],
    alarm: {
      key: silentWorkflowAlarm(handoff),
      message:
        `Handoff ${handoff.handoffId} is waiting for HubSpot: the gate has been open for two minutes and the workflow ` +
        '"Zo | SQL handoff" has not called. Is it turned on, and are its filters as provisioned? `zo doctor` compares them.',
    },
  };
}

/**
 * HubSpot has not acknowledged the open gate for as long: it is away, or refuses the record. The person is looked at
 * again and again, because the gate may still be written. Of one that was opened by hand, HubSpot has not answered yet.
 */
export function gateStayedUnwritten(handoff: Handoff, problem: string | null, now: number): HandoffChange | null {
  if (handoff.status !== 'waiting' || handoff.gateWrittenAt !== null || handoff.firstCallAt !== null) return null;
  return {
    handoff: { ...handoff, timers: withTimers(handoff.timers, { workflow: now + workflowPatienceMs }) },
    effects: [],
    receipts: [],
    alarm: {
      key: silentWorkflowAlarm(handoff),
      message:
        `Handoff ${handoff.handoffId} is waiting for HubSpot: ${unanswered(handoff)}. ` +
        (problem ?? 'Is it away? `zo doctor` asks it.'),
    },
  };
}

function unanswered({ byHand }: Handoff): string {
  return byHand === null ? 'it has not taken the open gate yet' : 'it has not said yet what it knows of the contact';
}

/** The first signed call for this handoff arrived. */
export function workflowCalled(handoff: Handoff, now: number): HandoffChange | null {
  if (handoff.firstCallAt !== null || !isOpen(handoff.status)) return null;
  const isWaiting = handoff.status === 'waiting';
  return {
    handoff: {
      ...handoff,
      firstCallAt: now,
      timers: isWaiting ? withTimers(handoff.timers, { workflow: null, 'take up': null }) : handoff.timers,
    },
    effects: [],
    receipts: [{ kind: 'handoff', body: { step: 'taken up', by: 'workflow' } }],
  };
}
