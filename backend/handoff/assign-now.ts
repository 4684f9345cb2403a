/** Gives a handoff to whoever the rules say, or puts it into the queue where nobody may get it. */
import type { PortalState } from '../portals/portal-state.ts';
import { assignOwner } from './assign.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffChange, HandoffContext } from './handoff-change.ts';
import { clockTermsOf } from './owner-hours.ts';
import { returnCheckAt } from './return-check.ts';
import { type Asked, askWho } from './routing/ask.ts';
import { assign, type CallToComplete, hold } from './steps/assigning.ts';
import { startClock } from './steps/first-call-clock.ts';

export type AssignNow = Asked & {
  /** Written with the owner: stage and moment, where no workflow does. */
  alsoWrite: Record<string, string>;
  callback: CallToComplete | null;
};

/** Everybody in the queue is looked at in the same minute, so that the oldest comes first. */
const tryAgainMs = 60_000;

export function assignNow(
  handoff: Handoff,
  context: HandoffContext,
  state: PortalState,
  { alsoWrite, callback, ...asked }: AssignNow,
  now: number,
): HandoffChange {
  const { playbook, playbookVersion, portal } = state;
  const assignment = assignOwner(askWho(state, context, asked, now));
  const lookAt = returnCheckAt(state, { ...handoff, handedOffAt: handoff.handedOffAt ?? now }, now);
  if (!assignment.assigned) {
    return hold(handoff, { assignment, playbookVersion, alsoWrite, tryAt: nextTry(now), returnCheckAt: lookAt, now });
  }
  return assign(handoff, {
    assignment,
    playbookVersion,
    clock: startClock(clockTermsOf(playbook, portal.timeZone, assignment.owner.email), now),
    callback,
    alsoWrite,
    returnCheckAt: lookAt,
    now,
  });
}

function nextTry(now: number): number {
  return (Math.floor(now / tryAgainMs) + 1) * tryAgainMs;
}
