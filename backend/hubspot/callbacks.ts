/** Gives outputs to workflow executions that wait for us (they were answered with BLOCK). */
import type { Priority } from '../outbox/effect.ts';
import { hubspotPath } from './hubspot-paths.ts';
import { callJson } from './json-call.ts';
import type { Transport } from './transport.ts';

/** `outputFields` holds hs_execution_state (SUCCESS or FAIL_CONTINUE) besides the action's own outputs. */
export type CallbackCompletion = { callbackId: string; outputFields: Record<string, string> };

/**
 * One call each: the batch call answers success also for executions it does not know. Throws 'gone' at the first one that
 * HubSpot does not know (yet, any more); completing an execution twice is the same as once.
 */
export async function completeCallbacks(
  transport: Transport,
  inputs: readonly CallbackCompletion[],
  priority: Priority,
): Promise<void> {
  for (const { callbackId, outputFields } of inputs) {
    await callJson(transport, {
      call: 'complete callbacks',
      method: 'POST',
      path: `${hubspotPath('callbacks')}/${encodeURIComponent(callbackId)}/complete`,
      body: { outputFields },
      priority,
      isIdempotent: true,
    });
  }
}
