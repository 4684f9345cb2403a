/** The handoff an action acts on: the open one, or one opened because somebody's workflow asked for it. */
import type { PortalState } from '../../portals/portal-state.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffContext } from '../handoff-change.ts';
import { openUncrossed } from '../open-uncrossed.ts';
import type { ActionRequest } from './action-request.ts';

const mostEnrolments = 20;
/** From the open gate to the workflow's first call it takes seconds; HubSpot may be an hour behind. */
const enrolsWithinMs = 60 * 60_000;

/**
 * 'ended': what this enrolment acted on has ended, so nobody is to be told about it, and a late call opens no other. Null:
 * nothing is known of what this person did in the product, or it was made up as a sample.
 */
export function handoffToActOn(
  context: HandoffContext,
  state: PortalState,
  request: Pick<ActionRequest, 'enrolmentId' | 'workflowId'>,
  now: number,
): Handoff | 'ended' | null {
  const { enrolmentId } = request;
  const hasActed = context.handoffs.some((one) => hasEnrolment(one, enrolmentId));
  if (context.handoff === null && (hasActed || wasWithdrawnBefore(context, state, request, now))) return 'ended';
  const handoff = context.handoff ?? openUncrossed(context, state, { origin: 'action' }, now);
  return handoff && withEnrolment(handoff, enrolmentId);
}

/** The very same handoff where there is nothing to note. */
export function withEnrolment(handoff: Handoff, enrolmentId: string | null): Handoff {
  if (enrolmentId === null || hasEnrolment(handoff, enrolmentId)) return handoff;
  return { ...handoff, enrolments: [...handoff.enrolments, enrolmentId].slice(-mostEnrolments) };
}

/** Whether calls of this enrolment acted on it. */
export function hasEnrolment({ enrolments }: Pick<Handoff, 'enrolments'>, enrolmentId: string | null): boolean {
  return enrolmentId !== null && enrolments.includes(enrolmentId);
}

/**
 * What this enrolment acted on had ended before this handoff was opened, on which it has not acted: it asks for nothing of this
 * one. Of one that goes on as this one, it still may.
 */
export function isOfOneBefore(
  handoff: Handoff,
  { handoffs }: Pick<HandoffContext, 'handoffs'>,
  enrolmentId: string | null,
): boolean {
  if (hasEnrolment(handoff, enrolmentId)) return false;
  const theirs = handoffs.filter((one) => hasEnrolment(one, enrolmentId));
  return theirs.length > 0 && theirs.every(({ closedAt }) => closedAt !== null && closedAt <= handoff.openedAt);
}

/** The gate was open, HubSpot began to enrol, and what the workflow is to hand off was withdrawn before its first call. */
function wasWithdrawnBefore(
  { handoffs }: HandoffContext,
  { workflows }: PortalState,
  { workflowId }: Pick<ActionRequest, 'workflowId'>,
  now: number,
): boolean {
  if (workflowId === null || workflowId !== workflows.handoff?.flowId) return false;
  return handoffs.some(({ origin, status, firstCallAt, closedAt }) => {
    const isUncalled = origin === 'workflow' && status === 'withdrawn' && firstCallAt === null;
    return isUncalled && closedAt !== null && now - closedAt < enrolsWithinMs;
  });
}
