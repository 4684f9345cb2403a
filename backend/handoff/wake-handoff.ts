/** What the clock does about one handoff whose time has come: one timer after the other, each by its own rule. */
import type { PortalState } from '../portals/portal-state.ts';
import { thenStep, unchanged } from './combine-changes.ts';
import { type Handoff, isOpen } from './handoff.ts';
import type { HandoffChange, HandoffContext, HandoffStep } from './handoff-change.ts';
import { clockTermsOf } from './owner-hours.ts';
import { returnCheckAt } from './return-check.ts';
import { runClock } from './run-clock.ts';
import { sendAlerts } from './steps/alerting.ts';
import { reassign } from './steps/assigning.ts';
import { clockRuns, snoozeEnded } from './steps/clock-steps.ts';
import { startClock } from './steps/first-call-clock.ts';
import { gateStayedUnwritten, workflowStayedSilent } from './steps/opening.ts';
import { performReturn, returnStayedSilent } from './steps/returning.ts';
import { reviewStayedOpen } from './steps/reviewing.ts';
import { takeUpDirectly, tryHeld } from './take-up.ts';
import { isDue, type Timer, withTimers } from './timers.ts';

type Woken = (handoff: Handoff, context: HandoffContext, state: PortalState, now: number) => HandoffChange | null;

/** In this order: what ends a handoff's waiting comes before what waits for sales. */
const woken: Record<Timer, Woken> = {
  'take up': (handoff, context, state, now) =>
    handoff.status === 'waiting' ? takeUpDirectly(handoff, context, state, now) : null,
  workflow: workflowIsSilent,
  review: (handoff, _context, _state, now) => reviewStayedOpen(handoff, now),
  held: tryHeld,
  owner: followHubspotsOwner,
  snooze: (handoff, _context, _state, now) => snoozeEnded(handoff, now),
  clock: (handoff, context, state, now) =>
    clockRuns(handoff, now) ?? (handoff.clock?.askedAt == null ? null : runClock(handoff, context, state, false, now)),
  // Looking at it marks the person to be decided again, which is where a return is decided.
  'return rule': (handoff, _context, state, now) => ({
    ...unchanged(handoff),
    handoff: { ...handoff, timers: withTimers(handoff.timers, { 'return rule': returnCheckAt(state, handoff, now) }) },
  }),
};

export function wakeHandoff(state: PortalState, now: number): HandoffStep<null> {
  return (context) => {
    const { handoff } = context;
    if (handoff === null) return { answer: null };
    let change = unchanged(handoff);
    // A wake may be left from before it ended.
    if (!isOpen(handoff.status)) return { answer: null, change: withoutTimers(change) };
    for (const timer of Object.keys(woken) as Timer[]) {
      if (isDue(change.handoff.timers, timer, now)) {
        change = thenStep(change, (next) => ended(timer, next, woken[timer](next, context, state, now), now));
      }
    }
    return { answer: null, change: isOpen(change.handoff.status) ? change : withoutTimers(change) };
  };
}

/** A timer that its rule left as it was would wake the handoff for ever. */
function ended(timer: Timer, handoff: Handoff, change: HandoffChange | null, now: number): HandoffChange {
  const next = change ?? unchanged(handoff);
  if (!isDue(next.handoff.timers, timer, now)) return next;
  return { ...next, handoff: { ...next.handoff, timers: withTimers(next.handoff.timers, { [timer]: null }) } };
}

function withoutTimers(change: HandoffChange): HandoffChange {
  return { ...change, handoff: { ...change.handoff, timers: {} } };
}

function workflowIsSilent(
  handoff: Handoff,
  context: HandoffContext,
  state: PortalState,
  now: number,
): HandoffChange | null {
  const actsItself = state.playbook.handoff.whenWorkflowSilent === 'direct mode';
  const silent = workflowStayedSilent(handoff);
  if (silent && actsItself) return thenStep(silent, (next) => takeUpDirectly(next, context, state, now));
  const unreturned = returnStayedSilent(handoff);
  if (unreturned && actsItself) return performReturn(handoff, null, handoff.returnReasons, now);
  return silent ?? unreturned ?? gateStayedUnwritten(handoff, context.record?.problem ?? null, now);
}

/** Whoever HubSpot names has it from now on; somebody we do not know changes nothing. */
function followHubspotsOwner(
  handoff: Handoff,
  { record }: HandoffContext,
  { playbook, portal, owners }: PortalState,
  now: number,
): HandoffChange | null {
  const to = owners.find(({ id, active }) => active && id === (record?.facts?.ownerId ?? null));
  if (to === undefined) return null;
  const given = reassign(handoff, {
    to: { id: to.id, email: to.email, name: to.name },
    reason: 'made the owner in HubSpot',
    why: 'HubSpot has another owner',
    by: 'HubSpot',
    clock: startClock(clockTermsOf(playbook, portal.timeZone, to.email), now),
    mustWrite: false,
    assignment: null,
    now,
  });
  return thenStep(given, (next) => sendAlerts(next, [{ to: 'dm', email: to.email }], null));
}
