/** "Compute PQL score": the score, readiness and receipt of a contact. Needs nothing from outside, so it answers at once. */
import { failure, type Outputs, scoreOutputs } from '../action-outputs.ts';
import { unchanged } from '../combine-changes.ts';
import { workflowCalled } from '../steps/opening.ts';
import { withEnrolment } from './action-handoff.ts';
import type { ActionParts, ActionRequest } from './action-request.ts';

export async function computePqlScore(parts: ActionParts, request: ActionRequest): Promise<Outputs> {
  const { store, clock } = parts;
  const { portalId, contactId, callbackId, action, enrolmentId } = request;
  const now = clock.now();
  const answer = await store.transactHandoff<Outputs>(portalId, { contactId, callbackId }, now, (context) => {
    if (context.answeredBefore !== undefined) return { answer: context.answeredBefore as Outputs };
    const { handoff } = context;
    const outputs = scoreOutputs(handoff, context.decision);
    const noted = handoff && withEnrolment(handoff, enrolmentId);
    const called = noted?.status === 'waiting' ? workflowCalled(noted, now) : null;
    const change = called ?? (noted && noted !== handoff ? unchanged(noted) : undefined);
    return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
  });
  return answer ?? failure('no_product_activity', { zo_sql_ready: 'unknown' });
}
