/** "Compute PQL score": the score, readiness and receipt of a contact. Needs nothing from outside, so it answers at once. */
import { failure, type Outputs, scoreOutputs } from '../action-outputs.ts';
import { unchanged } from '../combine-changes.ts';
import { workflowCalled } from '../steps/opening.ts';
import type { ActionParts, ActionRequest } from './action-request.ts';

export async function computePqlScore(parts: ActionParts, request: ActionRequest): Promise<Outputs> {
  const { store, clock } = parts;
  const { portalId, contactId, callbackId, action } = request;
  const now = clock.now();
  const answer = await store.transactHandoff<Outputs>(portalId, { contactId, callbackId }, now, (context) => {
    if (context.answeredBefore !== undefined) return { answer: context.answeredBefore as Outputs };
    const { handoff } = context;
    const outputs = scoreOutputs(handoff, context.decision);
    const called = handoff?.status === 'waiting' ? (workflowCalled(handoff, now) ?? unchanged(handoff)) : undefined;
    return { answer: outputs, change: called, call: { callbackId, action, answer: outputs } };
  });
  return answer ?? failure('no_product_activity', { zo_sql_ready: 'unknown' });
}
