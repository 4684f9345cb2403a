/** "Return to marketing": only handoffs of ours that are still open. */
import { failure, type Outputs, returnOutputs, withState } from '../action-outputs.ts';
import { canReturn } from '../return-rule.ts';
import { performReturn } from '../steps/returning.ts';
import { isOfOneBefore, withEnrolment } from './action-handoff.ts';
import { type ActionParts, type ActionRequest, block, canBlock } from './action-request.ts';

export async function returnToMarketing(parts: ActionParts, request: ActionRequest): Promise<Outputs> {
  const { store, states, clock } = parts;
  const { portalId, contactId, callbackId, action, enrolmentId, inputs } = request;
  const state = await states.get(portalId);
  if (state === null) return failure('no_playbook', { zo_return_status: 'failed' });
  const now = clock.now();
  const answer = await store.transactHandoff<Outputs>(portalId, { contactId, callbackId }, now, (context) => {
    if (context.answeredBefore !== undefined) return { answer: context.answeredBefore as Outputs };
    const { handoff, newest, record } = context;
    const isOurs =
      handoff !== null &&
      (canReturn(handoff) || handoff.status === 'return_due') &&
      !isOfOneBefore(handoff, context, enrolmentId);
    if (!isOurs || record?.facts?.hasOpenDeal) {
      const isReturned = handoff === null && newest?.status === 'returned';
      const outputs = withState({ zo_return_status: isReturned ? 'already_returned' : 'not_ours' });
      return { answer: outputs, call: { callbackId, action, answer: outputs } };
    }
    const isHeld = !canBlock(state.portal.scopes);
    const reason = inputs.reason?.trim() || 'asked for by the workflow';
    const change = performReturn(withEnrolment(handoff, enrolmentId), { callbackId, action, isHeld }, [reason], now);
    const outputs = isHeld ? returnOutputs(change.handoff, null) : block;
    return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
  });
  return answer ?? withState({ zo_return_status: 'not_ours' });
}
