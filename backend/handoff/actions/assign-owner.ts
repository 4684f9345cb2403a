/** "Assign AE": who gets the handoff, written to the contact before the workflow goes on. */
import { assignOutputs, failure, type Outputs } from '../action-outputs.ts';
import { assignOwner as chooseOwner } from '../assign.ts';
import { thenStep, unchanged } from '../combine-changes.ts';
import { assign, workflowCalled } from '../handoff-steps.ts';
import { receiptOfAssignment } from '../receipt.ts';
import { askWho } from '../routing/ask.ts';
import { dueFrom, returnCheckAt } from '../take-up.ts';
import { handoffToActOn } from './action-handoff.ts';
import { type ActionParts, type ActionRequest, block, canBlock } from './action-request.ts';

export async function assignOwner(parts: ActionParts, request: ActionRequest): Promise<Outputs> {
  const { store, states, clock } = parts;
  const { portalId, contactId, callbackId, action, inputs, properties } = request;
  const state = await states.get(portalId);
  if (state === null) return failure('no_playbook');
  const now = clock.now();
  const answer = await store.transactHandoff<Outputs>(portalId, { contactId, callbackId }, now, (context) => {
    if (context.answeredBefore !== undefined) return { answer: context.answeredBefore as Outputs };
    const handoff = handoffToActOn(context, state, now);
    if (handoff === null) return { answer: failure('no_product_activity') };
    const called = workflowCalled(handoff, now) ?? unchanged(handoff);
    if (handoff.owner !== null) {
      const outputs = assignOutputs(handoff, null);
      return { answer: outputs, change: called, call: { callbackId, action, answer: outputs } };
    }
    const present = properties.hubspot_owner_id ?? context.record?.facts?.ownerId ?? null;
    const named = inputs.owner?.trim() || null;
    const presentOwnerId = inputs.keep_existing_owner === 'no' ? null : present || null;
    const assignment = chooseOwner(askWho(state, context, { presentOwnerId, named }, now));
    if (!assignment.assigned) {
      const outputs = failure(named ? 'owner_not_found' : 'no_owner_available');
      const alarm = { key: 'no-owner', message: `Handoff ${handoff.handoffId} has no owner. ${assignment.reason}` };
      const receipts = [...called.receipts, receiptOfAssignment(assignment, state.playbookVersion)];
      const change = { ...called, receipts, alarm };
      return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
    }
    const isHeld = !canBlock(state.portal.scopes);
    const change = thenStep(called, (next) =>
      assign(next, {
        assignment,
        playbookVersion: state.playbookVersion,
        dueAt: dueFrom(state, now),
        callback: { callbackId, action, isHeld },
        alsoWrite: {},
        returnCheckAt: returnCheckAt(state, { ...next, handedOffAt: now }, now),
        now,
      }),
    );
    const isWaiting = change.handoff.waitingCallbacks.some((waiting) => waiting.callbackId === callbackId);
    const outputs = isWaiting && !isHeld ? block : assignOutputs(change.handoff, null);
    return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
  });
  return answer ?? failure('no_product_activity');
}
