/** Gives outputs to workflow executions that wait for us (they were answered with BLOCK). */
import type { Priority } from '../outbox/effect.ts';
import { chunksOf } from './batch-answer.ts';
import { hubspotPath } from './hubspot-paths.ts';
import { callJson } from './json-call.ts';
import type { Transport } from './transport.ts';

/** `outputFields` holds hs_execution_state (SUCCESS or FAIL_CONTINUE) besides the action's own outputs. */
export type CallbackCompletion = { callbackId: string; outputFields: Record<string, string> };

/**
 * Completing an execution twice is the same as once: HubSpot has let it go on by then. A call that is gone (expired, or
 * the workflow deleted) is refused with 'gone' for all of it, so one completion is sent per call.
 */
export async function completeCallbacks(
  transport: Transport,
  inputs: readonly CallbackCompletion[],
  priority: Priority,
): Promise<void> {
  for (const chunk of chunksOf(inputs, 100)) {
    await callJson(transport, {
      call: 'complete callbacks',
      method: 'POST',
      path: hubspotPath('callbacks'),
      body: { inputs: chunk },
      priority,
      isIdempotent: true,
    });
  }
}
