/** Direct mode: the backend itself assigns the AE, sets the stage and sends the alert. */
import { addWorkingMinutes, localDay, startOfLocalDay } from '@zo/shared';
import type { AlertPlace } from '../outbox/effect.ts';
import { priorities } from '../outbox/effect.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { type Assignment, assignOwner } from './assign.ts';
import { thenStep, unchanged } from './combine-changes.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffChange, HandoffContext, HandoffStep } from './handoff-change.ts';
import {
  assign,
  fieldsKey,
  gateStayedUnwritten,
  performReturn,
  returnStayedSilent,
  sendAlerts,
  sqlStage,
  workflowStayedSilent,
} from './handoff-steps.ts';
import { receiptOfAssignment } from './receipt.ts';
import { returnCheckDay } from './return-rule.ts';
import { askWho } from './routing/ask.ts';

/** What the clock does about one handoff whose time has come. */
export function wakeHandoff(state: PortalState, now: number): HandoffStep<null> {
  return (context) => {
    const { handoff } = context;
    if (handoff === null) return { answer: null };
    if (handoff.status === 'waiting' && handoff.origin === 'direct') {
      return { answer: null, change: takeUpDirectly(handoff, context, state, now) };
    }
    const silent = workflowStayedSilent(handoff);
    if (silent && state.playbook.handoff.whenWorkflowSilent === 'direct mode') {
      const change = thenStep(silent, (next) => takeUpDirectly(next, context, state, now));
      return { answer: null, change };
    }
    const unreturned = returnStayedSilent(handoff);
    if (unreturned && state.playbook.handoff.whenWorkflowSilent === 'direct mode') {
      return { answer: null, change: performReturn(handoff, null, handoff.returnReasons) };
    }
    const unwritten = gateStayedUnwritten(handoff, context.record?.problem ?? null, now);
    const stuck = silent ?? unreturned ?? unwritten;
    if (stuck) return { answer: null, change: stuck };
    // Looking at it marks the person to be decided again, which is where a return is decided. Somebody else may have
    // looked already: a later look that is planned stays.
    return { answer: null, change: { ...unchanged(handoff), wakeAt: returnCheckAt(state, handoff, now) } };
  };
}

function takeUpDirectly(handoff: Handoff, context: HandoffContext, state: PortalState, now: number): HandoffChange {
  const handoffFields = { lifecyclestage: sqlStage, zo_handoff_at: new Date(now).toISOString() };
  const asked = { presentOwnerId: context.record?.facts?.ownerId ?? null, named: null };
  const assignment = assignOwner(askWho(state, context, asked, now));
  const dueAt = dueFrom(state, now);
  const taken = assignment.assigned
    ? assign(handoff, {
        assignment,
        playbookVersion: state.playbookVersion,
        dueAt,
        callback: null,
        alsoWrite: handoffFields,
        returnCheckAt: returnCheckAt(state, { ...handoff, handedOffAt: now }, now),
        now,
      })
    : withoutOwner({ ...handoff, handedOffAt: now, dueAt }, assignment, handoffFields, state, now);
  const told = thenStep(taken, (next) => sendAlerts(next, playbookPlaces(state, next), null));
  return { ...told, receipts: [{ kind: 'handoff', body: { step: 'taken up', by: 'direct mode' } }, ...told.receipts] };
}

/**
 * Nobody could be assigned: the channel is told, and so is the operator; the lead is not lost. The key is its own, because
 * the owner's is used once, by whoever assigns one later.
 */
function withoutOwner(
  handoff: Handoff,
  assignment: Assignment,
  fields: Record<string, string>,
  state: PortalState,
  now: number,
): HandoffChange {
  return {
    handoff: { ...handoff, status: 'assigned' },
    effects: [
      {
        kind: 'write handoff fields',
        handoffId: handoff.handoffId,
        personId: handoff.personId,
        fields,
        key: `${fieldsKey(handoff.handoffId)}:no-owner`,
        lane: 'hubspot',
        priority: priorities.crossing,
      },
    ],
    receipts: [receiptOfAssignment(assignment, state.playbookVersion)],
    wakeAt: returnCheckAt(state, handoff, now),
    alarm: { key: 'no-owner', message: `Handoff ${handoff.handoffId} has no owner. ${assignment.reason}` },
  };
}

/** The AE's direct message and the playbook's channel, whichever exist. */
export function playbookPlaces(state: PortalState, handoff: Handoff): AlertPlace[] {
  const places: AlertPlace[] = [];
  if (handoff.owner) places.push({ to: 'dm', email: handoff.owner.email });
  if (state.playbook.handoff.channel) places.push({ to: 'channel', channel: state.playbook.handoff.channel });
  return places;
}

export function dueFrom(state: PortalState, now: number): number {
  const { playbook, portal } = state;
  return addWorkingMinutes(now, playbook.handoff.firstCallDueMinutes, playbook.workingHours, portal.timeZone);
}

/** When the return rule must look at the handoff next; null if it does not wait for sales' silence. */
export function returnCheckAt(state: PortalState, handoff: Handoff, now: number): number | null {
  const zone = state.portal.timeZone;
  const dayOf = (ms: number) => localDay(ms, zone);
  const day = returnCheckDay(state.playbook.return?.when ?? null, handoff, dayOf(now), dayOf);
  return day === null ? null : startOfLocalDay(day, zone);
}
