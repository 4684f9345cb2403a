/** "Assign AE": who gets the handoff, written to the contact before the workflow goes on. */
import { assignOutputs, failure, type Outputs } from '../action-outputs.ts';
import { assignOwner as chooseOwner, type PortalOwner } from '../assign.ts';
import { assignNow } from '../assign-now.ts';
import { thenStep, unchanged } from '../combine-changes.ts';
import { receiptOfAssignment } from '../receipt.ts';
import { askWho } from '../routing/ask.ts';
import { workflowCalled } from '../steps/opening.ts';
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
    const handoff = handoffToActOn(context, state, request, now);
    if (handoff === null) return { answer: failure('no_product_activity') };
    if (handoff === 'ended') {
      const outputs = failure('handoff_ended');
      return { answer: outputs, call: { callbackId, action, answer: outputs } };
    }
    if (handoff.status === 'in_review') return { answer: failure('in_review'), change: unchanged(handoff) };
    const called = workflowCalled(handoff, now) ?? unchanged(handoff);
    if (handoff.owner !== null) {
      const outputs = assignOutputs(handoff, null);
      return { answer: outputs, change: called, call: { callbackId, action, answer: outputs } };
    }
    const present = properties.hubspot_owner_id ?? context.record?.facts?.ownerId ?? null;
    const named = inputs.owner?.trim() || null;
    const presentOwnerId = inputs.keep_existing_owner === 'no' ? null : present || null;
    const isHeld = !canBlock(state.portal.scopes);
    const callback = { callbackId, action, isHeld };
    // Somebody named by the workflow who is nobody is a mistake in the workflow: waiting does not mend it.
    if (named !== null && findOwner(state.owners, named) === undefined) {
      const assignment = chooseOwner(askWho(state, context, { presentOwnerId, named }, now));
      const outputs = failure('owner_not_found');
      const alarm = { key: 'owner-not-found', message: `Handoff ${handoff.handoffId}: ${assignment.reason}` };
      const receipts = [...called.receipts, receiptOfAssignment(assignment, state.playbookVersion)];
      return { answer: outputs, change: { ...called, receipts, alarm }, call: { callbackId, action, answer: outputs } };
    }
    const change = thenStep(called, (next) =>
      assignNow(next, context, state, { presentOwnerId, named, alsoWrite: {}, callback }, now),
    );
    if (change.handoff.owner === null) {
      const outputs = failure('no_owner_available');
      return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
    }
    const isWaiting = change.handoff.waitingCallbacks.some((waiting) => waiting.callbackId === callbackId);
    const outputs = isWaiting && !isHeld ? block : assignOutputs(change.handoff, null);
    return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
  });
  return answer ?? failure('no_product_activity');
}

function findOwner(owners: PortalOwner[], named: string): PortalOwner | undefined {
  return owners.find(({ id, email, active }) => active && (id === named || email === named.toLowerCase()));
}
