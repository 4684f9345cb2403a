/** The handoff an action acts on: the open one, or one opened because somebody's workflow asked for it. */
import type { PortalState } from '../../portals/portal-state.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffContext } from '../handoff-change.ts';
import { openUncrossed } from '../open-uncrossed.ts';

const mostEnrolments = 20;

/**
 * 'ended': what this enrolment acted on has ended, so nobody is to be told about it, and a late call opens no other. Null:
 * nothing is known of what this person did in the product, or it was made up as a sample.
 */
export function handoffToActOn(
  context: HandoffContext,
  state: PortalState,
  enrolmentId: string | null,
  now: number,
): Handoff | 'ended' | null {
  if (context.handoff === null && hasEnded(context, enrolmentId)) return 'ended';
  const handoff = context.handoff ?? openUncrossed(context, state, { origin: 'action' }, now);
  return handoff && withEnrolment(handoff, enrolmentId);
}

/** The very same handoff where there is nothing to note. */
export function withEnrolment(handoff: Handoff, enrolmentId: string | null): Handoff {
  if (enrolmentId === null || handoff.enrolments.includes(enrolmentId)) return handoff;
  return { ...handoff, enrolments: [...handoff.enrolments, enrolmentId].slice(-mostEnrolments) };
}

function hasEnded({ newest }: HandoffContext, enrolmentId: string | null): boolean {
  return enrolmentId !== null && newest?.enrolments.includes(enrolmentId) === true;
}
