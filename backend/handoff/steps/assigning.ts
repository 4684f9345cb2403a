/** Who has the handoff: assigned, held because nobody may get it, given on to somebody else. */
import type { Assignment } from '../assign.ts';
import { unchanged } from '../combine-changes.ts';
import { type FirstCallClock, type Handoff, isOpen, type WaitingCallback } from '../handoff.ts';
import { noOwnerAlarm } from '../handoff-alarms.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { refusalOf } from '../moves.ts';
import { restated } from '../open-status.ts';
import { receiptOfAssignment } from '../receipt.ts';
import { withTimers } from '../timers.ts';
import { nextClockMoment } from './first-call-clock.ts';
import { fieldsKey, laterFieldsKey, withNewest, withWrite } from './writing.ts';

export const sqlStage = 'salesqualifiedlead';

/** The action call that waits for a step's effects. */
export type CallToComplete = { callbackId: string; action: string; isHeld: boolean };

export type Assigned = Extract<Assignment, { assigned: true }>;

export type AssignStep = {
  assignment: Assigned;
  playbookVersion: number;
  /** Of the AE's own hours and zone. */
  clock: FirstCallClock;
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
  if (handoff.owner !== null || refusalOf('assign', handoff) !== null) return unchanged(handoff);
  const { owner, setByUs, reason, turn } = step.assignment;
  const fields = { ...step.alsoWrite, ...(setByUs ? { hubspot_owner_id: owner.id } : {}) };
  const mustWrite = Object.keys(fields).length > 0;
  const key = fieldsKey(handoff.handoffId);
  const waiting: WaitingCallback[] = step.callback && mustWrite ? [{ ...step.callback, effectKeys: [key] }] : [];
  const clock = handoff.touch === null ? step.clock : null;
  const change: HandoffChange = {
    handoff: restated({
      ...handoff,
      owner: { id: owner.id, email: owner.email, name: owner.name, setByUs, reason, since: step.now },
      ownerKey: setByUs ? key : null,
      ownerConfirmedAt: setByUs ? null : step.now,
      ownerSeen: null,
      handedOffAt: handoff.handedOffAt ?? step.now,
      heldSince: null,
      clock,
      dueAt: clock?.dueAt ?? handoff.dueAt,
      waitingCallbacks: [...handoff.waitingCallbacks, ...waiting],
      timers: withTimers(handoff.timers, {
        'take up': null,
        workflow: null,
        held: null,
        clock: nextClockMoment(clock),
        'return rule': step.returnCheckAt,
      }),
    }),
    effects: [],
    receipts: [receiptOfAssignment(step.assignment, step.playbookVersion)],
    ledger: turn?.after,
  };
  const written = withWrite(change, fields, key);
  // Chosen in HubSpot: what an earlier handoff still waits to write must not take their place, or clear it.
  return setByUs ? written : { ...written, handoff: withNewest(written.handoff, ['hubspot_owner_id'], key) };
}

export type HoldStep = {
  assignment: Extract<Assignment, { assigned: false }>;
  playbookVersion: number;
  /** Direct mode sets the stage and zo_handoff_at now; in workflow mode the workflow does. */
  alsoWrite: Record<string, string>;
  /** When somebody is looked for again, and when the return rule must look at it. */
  tryAt: number;
  returnCheckAt: number | null;
  now: number;
};

/** Nobody may get it now: it waits in the queue, oldest first, and the operator is told. The lead is not lost. */
export function hold(handoff: Handoff, step: HoldStep): HandoffChange {
  if (handoff.owner !== null || refusalOf('assign', handoff) !== null) return unchanged(handoff);
  const isNew = handoff.heldSince === null;
  const change: HandoffChange = {
    handoff: restated({
      ...handoff,
      heldSince: handoff.heldSince ?? step.now,
      handedOffAt: handoff.handedOffAt ?? step.now,
      timers: withTimers(handoff.timers, {
        'take up': null,
        workflow: null,
        held: step.tryAt,
        'return rule': step.returnCheckAt,
      }),
    }),
    effects: [],
    receipts: isNew ? [receiptOfAssignment(step.assignment, step.playbookVersion)] : [],
    alarm: {
      key: noOwnerAlarm(handoff),
      message: `Handoff ${handoff.handoffId} has no owner and waits for one. ${step.assignment.reason}`,
    },
  };
  return withWrite(change, step.alsoWrite, `${fieldsKey(handoff.handoffId)}:no-owner`);
}

export type ReassignStep = {
  to: { id: string; email: string; name: string };
  /** Why them, and why not longer whoever had it. */
  reason: string;
  why: string;
  /** 'clock', 'HubSpot', or who asked for it. */
  by: string;
  clock: FirstCallClock;
  /** False: HubSpot has them as owner already. */
  mustWrite: boolean;
  assignment: Assignment | null;
  now: number;
};

/** Somebody else has it from now on, with a clock of their own. To whoever has it already, nothing happens. */
export function reassign(handoff: Handoff, step: ReassignStep): HandoffChange {
  const { to, now } = step;
  if (handoff.owner?.id === to.id || !isOpen(handoff.status)) return unchanged(handoff);
  const { owner, clock: before } = handoff;
  const clock = handoff.touch === null ? step.clock : null;
  const key = laterFieldsKey(handoff);
  const change: HandoffChange = {
    handoff: restated({
      ...handoff,
      owner: { ...to, setByUs: step.mustWrite, reason: step.reason, since: now },
      ownerKey: step.mustWrite ? key : null,
      ownerConfirmedAt: step.mustWrite ? null : now,
      ownerSeen: null,
      earlierOwners:
        owner === null
          ? handoff.earlierOwners
          : [
              ...handoff.earlierOwners,
              {
                ...owner,
                since: owner.since ?? before?.startedAt ?? handoff.handedOffAt ?? handoff.openedAt,
                until: now,
                dueAt: before?.dueAt ?? null,
                breachedAt: handoff.breachedAt,
                why: step.why,
                by: step.by,
              },
            ],
      heldSince: null,
      handedOffAt: handoff.handedOffAt ?? now,
      clock,
      dueAt: clock?.dueAt ?? handoff.dueAt,
      breachedAt: handoff.touch === null ? null : handoff.breachedAt,
      acceptedAt: null,
      snooze: null,
      question: null,
      timers: withTimers(handoff.timers, { held: null, snooze: null, clock: nextClockMoment(clock) }),
    }),
    effects: [],
    receipts: [
      {
        kind: 'reassignment',
        body: {
          from: owner?.email ?? null,
          to: to.email,
          reason: step.reason,
          because: step.why,
          by: step.by,
          ...(step.assignment === null ? {} : { candidates: step.assignment.candidates }),
        },
      },
    ],
    ledger: step.assignment?.assigned ? step.assignment.turn?.after : undefined,
  };
  if (step.mustWrite) return withWrite(change, { hubspot_owner_id: to.id }, key);
  // Chosen in HubSpot: an owner of ours that still waits to be written must not take their place.
  return { ...change, handoff: withNewest(change.handoff, ['hubspot_owner_id'], key) };
}

/** Whom the clock took it from: none of them gets it back by the clock. */
export function hadBefore({ owner, earlierOwners }: Handoff): string[] {
  return [...earlierOwners.map(({ id }) => id), ...(owner === null ? [] : [owner.id])];
}

/** HubSpot has this owner, not one of before: whom it names from now on was chosen there. */
export function ownerConfirmed(handoff: Handoff, key: string, now: number): HandoffChange {
  if (handoff.ownerKey !== key) return unchanged(handoff);
  return unchanged({ ...handoff, ownerKey: null, ownerConfirmedAt: now });
}
