/**
 * The steps of the handoff's state machine. Each takes the handoff as it is and gives the whole change: the handoff
 * afterwards, effects, receipts. Order, repetition and who calls (workflow, clock, direct mode) do not matter to them.
 */
import type { GateReason } from '@zo/shared';
import type { AlertPlace, Effect } from '../outbox/effect.ts';
import { priorities } from '../outbox/effect.ts';
import type { Assignment } from './assign.ts';
import { unchanged } from './combine-changes.ts';
import type { CrossingReceipt } from './crossing-receipt.ts';
import { type AlertState, type Handoff, isOpen, type WaitingCallback } from './handoff.ts';
import type { HandoffChange } from './handoff-change.ts';
import { receiptOfAssignment } from './receipt.ts';

export const sqlStage = 'salesqualifiedlead';
export const marketingStage = 'marketingqualifiedlead';
/** How long HubSpot may take from the open gate to the first signed call before somebody is told. */
export const workflowPatienceMs = 2 * 60_000;

export type OpenHandoff = {
  handoffId: number;
  personId: number;
  companyId: number | null;
  contactId: string | null;
  hubspotCompanyId: string | null;
  origin: Handoff['origin'];
  receipt: CrossingReceipt | null;
  contactedNotes: number;
  now: number;
};

export function openHandoff(opened: OpenHandoff): Handoff {
  return {
    handoffId: opened.handoffId,
    revision: 0,
    personId: opened.personId,
    companyId: opened.companyId,
    contactId: opened.contactId,
    hubspotCompanyId: opened.hubspotCompanyId,
    status: 'waiting',
    origin: opened.origin,
    openedAt: opened.now,
    closedAt: null,
    receipt: opened.receipt,
    gateWrittenAt: null,
    firstCallAt: null,
    owner: null,
    handedOffAt: null,
    dueAt: null,
    contactedNotesAtHandoff: opened.contactedNotes,
    alerts: {},
    note: null,
    waitingCallbacks: [],
    returnReasons: [],
  };
}

/** The gate closed before HubSpot took the handoff up: nobody was told, so nothing has to be taken back. */
export function withdraw(handoff: Handoff, gate: GateReason, now: number): HandoffChange {
  return {
    handoff: { ...handoff, status: 'withdrawn', closedAt: now },
    effects: [],
    receipts: [{ kind: 'withdrawal', body: { gate } }],
    wakeAt: null,
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

export function gateWritten(handoff: Handoff, now: number): HandoffChange | null {
  if (handoff.gateWrittenAt !== null || handoff.status !== 'waiting') return null;
  const isWaitingForWorkflow = handoff.origin === 'workflow' && handoff.firstCallAt === null;
  return {
    handoff: { ...handoff, gateWrittenAt: now },
    effects: [],
    receipts: [],
    wakeAt: isWaitingForWorkflow ? now + workflowPatienceMs : undefined,
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

/** The gate has been open for two minutes and HubSpot has not called. */
export function workflowStayedSilent(handoff: Handoff): HandoffChange | null {
  if (handoff.status !== 'waiting' || handoff.firstCallAt !== null || handoff.gateWrittenAt === null) return null;
  return {
    handoff,
    effects: [],
    receipts: [{ kind: 'handoff', body: { step: 'waiting for HubSpot' } }],
    wakeAt: null,
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
 * again and again, because the gate may still be written.
 */
export function gateStayedUnwritten(handoff: Handoff, problem: string | null, now: number): HandoffChange | null {
  if (handoff.status !== 'waiting' || handoff.gateWrittenAt !== null || handoff.firstCallAt !== null) return null;
  return {
    handoff,
    effects: [],
    receipts: [],
    wakeAt: now + workflowPatienceMs,
    alarm: {
      key: silentWorkflowAlarm(handoff),
      message:
        `Handoff ${handoff.handoffId} is waiting for HubSpot: it has not taken the open gate yet. ` +
        (problem ?? 'Is it away? `zo doctor` asks it.'),
    },
  };
}

function silentWorkflowAlarm(handoff: Handoff): string {
  return `waiting-for-hubspot:${handoff.handoffId}`;
}

/** The first signed call for this handoff arrived. */
export function workflowCalled(handoff: Handoff, now: number): HandoffChange | null {
  if (handoff.firstCallAt !== null || !isOpen(handoff.status)) return null;
  return {
    handoff: { ...handoff, firstCallAt: now },
    effects: [],
    receipts: [{ kind: 'handoff', body: { step: 'taken up', by: 'workflow' } }],
    wakeAt: handoff.status === 'waiting' ? null : undefined,
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

/** The action call that waits for a step's effects. */
export type CallToComplete = { callbackId: string; action: string; isHeld: boolean };

export type AssignStep = {
  assignment: Extract<Assignment, { assigned: true }>;
  playbookVersion: number;
  dueAt: number;
  /** Completed once HubSpot has acknowledged the owner; null when nobody waits. */
  callback: CallToComplete | null;
  /** Direct mode also sets the stage and zo_handoff_at; in workflow mode the workflow does. */
  alsoWrite: Record<string, string>;
  /** When the return rule must look at it. */
  returnCheckAt: number | null;
  now: number;
};

/** Gives the handoff its AE and starts the clock of the first call. Assigning again keeps the AE it has. */
export function assign(handoff: Handoff, step: AssignStep): HandoffChange {
  if (handoff.owner !== null || !isOpen(handoff.status)) return unchanged(handoff);
  const { owner, setByUs, reason, turn } = step.assignment;
  const key = fieldsKey(handoff.handoffId);
  const fields = { ...step.alsoWrite, ...(setByUs ? { hubspot_owner_id: owner.id } : {}) };
  const mustWrite = Object.keys(fields).length > 0;
  const waiting: WaitingCallback[] = step.callback && mustWrite ? [{ ...step.callback, effectKeys: [key] }] : [];
  return {
    handoff: {
      ...handoff,
      status: handoff.status === 'waiting' || handoff.status === 'in_review' ? 'assigned' : handoff.status,
      owner: { id: owner.id, email: owner.email, name: owner.name, setByUs, reason },
      handedOffAt: handoff.handedOffAt ?? step.now,
      dueAt: handoff.dueAt ?? step.dueAt,
      waitingCallbacks: [...handoff.waitingCallbacks, ...waiting],
    },
    effects: mustWrite
      ? [
          {
            kind: 'write handoff fields',
            handoffId: handoff.handoffId,
            personId: handoff.personId,
            fields,
            key,
            lane: 'hubspot',
            priority: priorities.crossing,
          },
        ]
      : [],
    receipts: [receiptOfAssignment(step.assignment, step.playbookVersion)],
    ledger: turn?.after,
    wakeAt: step.returnCheckAt,
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

export function fieldsKey(handoffId: number): string {
  return `handoff-fields:${handoffId}`;
}

export function alertKey(handoffId: number, place: AlertPlace): string {
  if (place.to === 'channel') return `alert:${handoffId}:channel:${place.channel}`;
  return `alert:${handoffId}:dm`;
}

/** Queues the alert to each place that has not had it. A key is posted at most once, ever. */
export function sendAlerts(handoff: Handoff, places: AlertPlace[], callback: CallToComplete | null): HandoffChange {
  const keyed = places.map((place) => ({ place, key: alertKey(handoff.handoffId, place) }));
  const fresh = isOpen(handoff.status) ? keyed.filter(({ key }) => handoff.alerts[key] === undefined) : [];
  const alerts: Record<string, AlertState> = { ...handoff.alerts };
  for (const { key } of fresh) alerts[key] = { state: 'queued' };
  const unsettled = keyed.filter(({ key }) => alerts[key]?.state === 'queued').map(({ key }) => key);
  const waiting: WaitingCallback[] =
    callback && unsettled.length > 0
      ? [{ ...callback, effectKeys: unsettled, alertKeys: keyed.map(({ key }) => key) }]
      : [];
  const effects: Effect[] = fresh.map(({ place, key }) => ({
    kind: 'post alert',
    handoffId: handoff.handoffId,
    place,
    key,
    lane: slackLane(place),
    priority: priorities.crossing,
  }));
  return {
    handoff: { ...handoff, alerts, waitingCallbacks: [...handoff.waitingCallbacks, ...waiting] },
    effects,
    receipts: fresh.length > 0 ? [{ kind: 'alert', body: { state: 'queued', keys: fresh.map(({ key }) => key) } }] : [],
  };
}

/** One lane per destination: Slack takes about one message per second and channel. */
export function slackLane(place: AlertPlace): string {
  return place.to === 'channel' ? `slack:${place.channel}` : `slack:@${place.email}`;
}

/**
 * Slack's answer about one alert. A later answer never replaces "posted". Sales has been told then, also where nobody could
 * be assigned: such a handoff is no longer withdrawn in silence.
 */
export function alertSettled(handoff: Handoff, key: string, state: AlertState): HandoffChange {
  const alerts = { ...handoff.alerts };
  if (alerts[key]?.state !== 'posted') alerts[key] = state;
  const isTold = state.state === 'posted' && (handoff.status === 'assigned' || handoff.status === 'waiting');
  return {
    handoff: {
      ...handoff,
      alerts,
      ...(isTold ? { status: 'alerted', handedOffAt: handoff.handedOffAt ?? state.at } : {}),
    },
    effects: [],
    receipts: [{ kind: 'alert', body: { key, ...state } }],
  };
}

/** HubSpot's workflow returns it when the return workflow is live; else the backend does it itself. */
export function beginReturn(
  handoff: Handoff,
  reasons: string[],
  mode: 'workflow' | 'direct',
  now: number,
): HandoffChange {
  const due: Handoff = { ...handoff, status: 'return_due', returnReasons: reasons };
  return {
    handoff: due,
    effects: mode === 'direct' ? [returnEffect(due)] : [],
    receipts: [{ kind: 'return', body: { step: 'due', reasons, mode } }],
    wakeAt: mode === 'workflow' ? now + workflowPatienceMs : null,
  };
}

/** The return is due for two minutes and HubSpot's return workflow has not called. */
export function returnStayedSilent(handoff: Handoff): HandoffChange | null {
  if (handoff.status !== 'return_due' || handoff.waitingCallbacks.length > 0) return null;
  return {
    handoff,
    effects: [],
    receipts: [],
    wakeAt: null,
    alarm: {
      key: silentWorkflowAlarm(handoff),
      message:
        `Handoff ${handoff.handoffId} is waiting for HubSpot: it is due back in marketing and the workflow ` +
        '"Zo | Return to marketing" has not called. Is it turned on? `zo doctor` looks, `zo provision --go-live` mends.',
    },
  };
}

/** The workflow (or an AE) asks for the return. */
export function performReturn(handoff: Handoff, callback: CallToComplete | null, reasons: string[]): HandoffChange {
  const effect = returnEffect(handoff);
  const waiting: WaitingCallback[] = callback ? [{ ...callback, effectKeys: [effect.key] }] : [];
  return {
    handoff: {
      ...handoff,
      status: 'return_due',
      returnReasons: handoff.returnReasons.length > 0 ? handoff.returnReasons : reasons,
      waitingCallbacks: [...handoff.waitingCallbacks, ...waiting],
    },
    effects: [effect],
    // Of one that is due already, the receipt says why.
    receipts:
      handoff.status === 'return_due' ? [] : [{ kind: 'return', body: { step: 'due', reasons, mode: 'asked for' } }],
    wakeAt: null,
    alarm: { clear: silentWorkflowAlarm(handoff) },
  };
}

export function returnKey(handoffId: number): string {
  return `return:${handoffId}`;
}

function returnEffect(handoff: Handoff): Effect {
  return {
    kind: 'return contact',
    handoffId: handoff.handoffId,
    personId: handoff.personId,
    clearOwner: handoff.owner?.setByUs ?? false,
    stage: marketingStage,
    key: returnKey(handoff.handoffId),
    lane: 'hubspot',
    priority: priorities.crossing,
  };
}

/** HubSpot has the contact back in marketing, proven by reading back. Hearing it again, after a crash, changes nothing. */
export function returned(handoff: Handoff, note: { channel: string; text: string } | null, now: number): HandoffChange {
  if (!isOpen(handoff.status)) return unchanged(handoff);
  return {
    handoff: { ...handoff, status: 'returned', closedAt: now },
    effects: note
      ? [
          {
            kind: 'post note',
            channel: note.channel,
            text: note.text,
            handoffId: handoff.handoffId,
            key: `note:return:${handoff.handoffId}`,
            lane: `slack:${note.channel}`,
            priority: priorities.routine,
          },
        ]
      : [],
    receipts: [{ kind: 'return', body: { step: 'returned', reasons: handoff.returnReasons } }],
    wakeAt: null,
  };
}

/** Asks HubSpot for stage, owner, name and company before anything else of this person. */
export function readFactsEffect(personId: number): Effect {
  return { kind: 'read facts', personId, key: `facts:${personId}`, lane: 'hubspot', priority: priorities.crossing };
}
