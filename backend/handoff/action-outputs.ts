/**
 * What our workflow actions give back, by the names of shared/workflow-actions.ts. Values are strings, as HubSpot sends and
 * takes them; an output that does not apply is left out.
 */
import { readinessWords, receiptText } from '@zo/shared';
import type { PreviousDecision } from './decision.ts';
import type { Handoff, WaitingCallback } from './handoff.ts';
import { isSaid } from './open-status.ts';

export type Outputs = Record<string, string>;
export type ExecutionState = 'SUCCESS' | 'FAIL_CONTINUE';

export function withState(outputs: Outputs, state?: ExecutionState): Outputs {
  return { ...outputs, hs_execution_state: state ?? (outputs.zo_error ? 'FAIL_CONTINUE' : 'SUCCESS') };
}

export function failure(error: string, more: Outputs = {}): Outputs {
  return withState({ ...more, zo_error: error });
}

/** The outputs of an action that acted on a handoff, once its effects have settled. */
export function actionOutputs(
  { action, alertKeys }: Pick<WaitingCallback, 'action' | 'alertKeys'>,
  handoff: Handoff,
  problem: string | null,
): Outputs {
  if (action === 'assign-owner') return assignOutputs(handoff, problem);
  if (action === 'return-to-marketing') return returnOutputs(handoff, problem);
  return alertOutputs(handoff, alertKeys ?? Object.keys(handoff.alerts));
}

/** From the crossing's receipt when there is a handoff, never from a fresh readiness. */
export function scoreOutputs(handoff: Handoff | null, decision: PreviousDecision | null): Outputs {
  const receipt = handoff?.receipt ?? null;
  const score = receipt?.score ?? decision?.decision.score;
  const readiness = receipt?.readiness ?? decision?.decision.readiness;
  if (!score || !readiness || !decision) return failure('no_product_activity', { zo_sql_ready: 'unknown' });
  return withState({
    zo_score: String(score.points),
    zo_sql_ready: readiness.ready,
    zo_readiness: readinessWords(readiness),
    zo_conditions_missing: String(readiness.conditionsMissing),
    zo_receipt: receiptText(score),
    zo_gate: decision.gate,
  });
}

export function assignOutputs(handoff: Handoff, problem: string | null): Outputs {
  const owner = handoff.owner;
  const told = { zo_handoff_id: String(handoff.handoffId) };
  if (owner === null) return failure('no_owner_available', told);
  const outputs = { ...told, zo_owner_id: owner.id, zo_owner_email: owner.email, zo_assignment_reason: owner.reason };
  return problem === null ? withState(outputs) : failure('not_written', outputs);
}

/** Of the alerts with these keys: the call tells what became of what it asked for. */
export function alertOutputs(handoff: Handoff, keys: string[], already = false): Outputs {
  const states = keys.map((key) => handoff.alerts[key]).filter((state) => state !== undefined);
  const posted = states.find((state) => state.state === 'posted');
  const outputs: Outputs = {
    zo_handoff_id: String(handoff.handoffId),
    ...(handoff.owner ? { zo_owner_id: handoff.owner.id } : {}),
    ...(handoff.dueAt === null ? {} : { zo_due_at: String(handoff.dueAt) }),
    ...(posted?.state === 'posted' && posted.link ? { zo_message_link: posted.link } : {}),
  };
  if (states.some(isSaid)) return withState({ ...outputs, zo_delivery_status: already ? 'already_alerted' : 'sent' });
  if (states.some(({ state }) => state === 'unconfirmed')) {
    return withState({ ...outputs, zo_delivery_status: 'unconfirmed' });
  }
  if (states.some(({ state }) => state === 'queued')) return withState({ ...outputs, zo_delivery_status: 'queued' });
  if (states.length === 0) return failure('no_destination', { ...outputs, zo_delivery_status: 'failed' });
  const failed = states.find((state) => state.state === 'failed');
  return failure(errorOf(failed?.state === 'failed' ? failed.reason : ''), {
    ...outputs,
    zo_delivery_status: 'failed',
  });
}

/** The choice of `zo_error` that says best what was wrong with the place that was asked for: the first one named. */
function errorOf(reason: string): string {
  if (/not connected/i.test(reason)) return 'slack_not_connected';
  const named = /(channel)|person|nobody in this workspace/i.exec(reason);
  if (named === null) return 'slack_refused';
  return named[1] ? 'channel_not_found' : 'owner_not_in_slack';
}

export function returnOutputs(handoff: Handoff, problem: string | null): Outputs {
  const outputs = { zo_handoff_id: String(handoff.handoffId), zo_reasons: handoff.returnReasons.join('; ') };
  if (problem !== null) return failure('stage_not_moved', { ...outputs, zo_return_status: 'failed' });
  const isReturned = handoff.status === 'returned';
  return withState({ ...outputs, zo_return_status: isReturned ? 'returned' : 'queued' });
}
