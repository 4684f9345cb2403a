/** The clock of the first call with everything it may lead to: reminders, a breach, somebody else who gets the handoff. */
import type { PortalState } from '../portals/portal-state.ts';
import { type Assignment, chooseAgain } from './assign.ts';
import { thenStep } from './combine-changes.ts';
import { managerOf } from './commands/who-may.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffChange, HandoffContext } from './handoff-change.ts';
import { clockTermsOf } from './owner-hours.ts';
import { askWho } from './routing/ask.ts';
import { sendAlerts } from './steps/alerting.ts';
import { hadBefore, reassign } from './steps/assigning.ts';
import { clockStep, type Further } from './steps/clock-steps.ts';
import { startClock, stepDue } from './steps/first-call-clock.ts';

/** `isSure`: HubSpot has just said that there was no touch. */
export function runClock(
  handoff: Handoff,
  context: HandoffContext,
  state: PortalState,
  isSure: boolean,
  now: number,
): HandoffChange {
  const { playbook } = state;
  const managerEmail = handoff.owner && managerOf(playbook, handoff.owner.email);
  const again = passesOn(handoff, state, now) ? chooseAnother(handoff, context, state, now) : null;
  const told: Further = managerEmail === null ? 'operator' : 'manager';
  const { change, reassigns } = clockStep(handoff, {
    channel: playbook.handoff.channel,
    further: again?.assigned ? 'reassign' : told,
    managerEmail,
    isSure,
    now,
  });
  if (!reassigns || !again?.assigned) return change;
  const { owner } = again;
  return thenStep(change, (next) =>
    thenStep(
      reassign(next, {
        to: { id: owner.id, email: owner.email, name: owner.name },
        reason: again.reason,
        why: 'the first call was overdue',
        by: 'clock',
        clock: startClock(clockTermsOf(playbook, state.portal.timeZone, owner.email), now),
        mustWrite: true,
        assignment: again,
        now,
      }),
      (given) => sendAlerts(given, [{ to: 'dm', email: owner.email }], null),
    ),
  );
}

/** Whether an overdue one goes on to somebody else now; nobody plays ping-pong with it. */
function passesOn(handoff: Handoff, { playbook }: PortalState, now: number): boolean {
  const { whenOverdue, mostReassignments } = playbook.handoff.work;
  if (whenOverdue !== 'reassign' || handoff.clock === null || stepDue(handoff.clock, now) !== 'further') return false;
  return handoff.earlierOwners.filter(({ by }) => by === 'clock').length < mostReassignments;
}

/** By turns, of those who have not had it. */
function chooseAnother(handoff: Handoff, context: HandoffContext, state: PortalState, now: number): Assignment {
  const asked = { presentOwnerId: null, named: null, notAgain: hadBefore(handoff) };
  return chooseAgain(askWho(state, context, asked, now));
}
