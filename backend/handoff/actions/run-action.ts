/** Runs one action; without the scope to complete callbacks the request waits a moment for its effects. */
import type { WorkflowActionName } from '@zo/shared';
import type { Outputs } from '../action-outputs.ts';
import type { ActionParts, ActionRequest } from './action-request.ts';
import { assignOwner } from './assign-owner.ts';
import { computePqlScore } from './compute-pql-score.ts';
import { returnToMarketing } from './return-to-marketing.ts';
import { sendSlackHandoff } from './send-slack-handoff.ts';

const actions: Record<WorkflowActionName, (parts: ActionParts, request: ActionRequest) => Promise<Outputs>> = {
  'compute-pql-score': computePqlScore,
  'assign-owner': assignOwner,
  'send-slack-handoff': sendSlackHandoff,
  'return-to-marketing': returnToMarketing,
};

const heldForMs = 4_000;
const lookEveryMs = 50;

export async function runAction(parts: ActionParts, request: ActionRequest): Promise<Outputs> {
  if (request.action === 'assign-owner') await parts.drainHeld(request.portalId);
  const outputs = await actions[request.action](parts, request);
  parts.onChange(request.portalId);
  if (outputs.hs_execution_state === 'BLOCK' || !(await isHeld(parts, request))) return outputs;
  const until = performance.now() + heldForMs;
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    if (!(await isHeld(parts, request))) break;
  }
  return ((await parts.store.callAnswer(request.portalId, request.callbackId)) as Outputs | undefined) ?? outputs;
}

async function isHeld({ store, clock }: ActionParts, { portalId, contactId, callbackId }: ActionRequest) {
  const held = await store.transactHandoff(portalId, { contactId }, clock.now(), ({ handoffs }) => ({
    answer: handoffs.some(({ waitingCallbacks }) =>
      waitingCallbacks.some((waiting) => waiting.callbackId === callbackId && waiting.isHeld),
    ),
  }));
  return held ?? false;
}
