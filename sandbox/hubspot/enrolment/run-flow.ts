/**
 * Runs the actions of an enrolment one after the other. It always reads the flow as it is now: a deleted or switched-off
 * flow stops at the next action. Retries and expiry count real time; only the workflow's own delays follow the movable clock.
 */
import { callAction, outputStrings } from '../actions/call-action.ts';
import { findRecord } from '../crm/records.ts';
import { branchHolds } from '../filters/evaluate-filters.ts';
import { recordSubject } from '../filters/record-subject.ts';
import type { FlowAction } from '../flows/flow.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId } from '../portal/tables.ts';
import { createDelays } from './delays.ts';
import type { Enrolment, EnrolmentStep } from './enrolment.ts';
import { inputValues, setPropertyByFlow } from './values.ts';

export type RunnerOptions = {
  /** How long a custom action may take to answer. */
  actionTimeoutMs: number;
  /** First pause before a retry; doubles up to `longestRetryMs`. */
  actionRetryMs: number;
};

export type FlowRunner = {
  run(enrolment: Enrolment): void;
  completeCallback(callbackId: string, outputFields: unknown): boolean;
  stopActive(flowId: string, objectId: string, reason: string): void;
  clockMoved(): void;
  stop(): void;
};

type SingleAction = Extract<FlowAction, { type: 'SINGLE_CONNECTION' }>;
type Completion = { outputs: Record<string, string> };

const longestRetryMs = 60_000;
const notInstalled = 'the app is not installed';
const retriesEndAfterMs = 3 * 86_400_000;

export function createFlowRunner(portal: Portal, options: RunnerOptions): FlowRunner {
  const halt = new AbortController();
  const delays = createDelays(portal.now);
  /** Known callback ids; the function ends the wait, a completion that came first is kept. */
  const callbacks = new Map<string, { completion: Completion | null; wake: (() => void) | null }>();

  async function runAll(enrolment: Enrolment): Promise<void> {
    let actionId = portal.flows.get(enrolment.flowId)?.startActionId;
    let executionIndex = 0;
    while (actionId !== undefined) {
      const stopped = reasonToStop(enrolment);
      if (stopped) return end(enrolment, 'stopped', stopped);
      const action = portal.flows.get(enrolment.flowId)?.actions.find((one) => one.actionId === actionId);
      const record = findRecord(portal, enrolment.objectTypeId as ObjectTypeId, enrolment.objectId);
      if (!action) return end(enrolment, 'stopped', `action ${actionId} no longer exists`);
      if (!record) return end(enrolment, 'stopped', 'the record is gone');
      actionId = await runOne(enrolment, action, record, executionIndex);
      executionIndex += 1;
      if (halt.signal.aborted) return;
    }
    end(enrolment, 'completed', enrolment.reason);
  }

  function reasonToStop(enrolment: Enrolment): string | null {
    if (enrolment.status !== 'active') return enrolment.reason;
    const flow = portal.flows.get(enrolment.flowId);
    if (!flow) return 'the workflow was deleted';
    return flow.isEnabled ? null : 'the workflow was switched off';
  }

  async function runOne(
    enrolment: Enrolment,
    action: FlowAction,
    record: CrmRecord,
    index: number,
  ): Promise<string | undefined> {
    const step = beginStep(enrolment, action);
    if (action.type === 'LIST_BRANCH') {
      const subject = recordSubject(portal, record);
      const taken = action.listBranches.find(
        (branch) => branch.filterBranch && branchHolds(branch.filterBranch, subject, portal.now()),
      );
      endStep(
        enrolment,
        step,
        'branch',
        taken ? (taken.branchName ?? 'first that holds') : (action.defaultBranchName ?? 'default'),
      );
      return (taken ? taken.connection : action.defaultBranch)?.nextActionId;
    }
    if (action.actionTypeId === '0-5') {
      const problem = setPropertyByFlow(portal, enrolment, action.fields, record);
      endStep(enrolment, step, problem ? 'failed' : 'done', problem ?? String(action.fields.property_name));
    } else if (action.actionTypeId === '0-1') {
      step.outcome = 'waiting';
      announce(enrolment);
      await delays.wait(action.fields);
      endStep(enrolment, step, 'done', 'delay');
    } else {
      await runCustom(enrolment, action, record, step, index);
    }
    return action.connection?.nextActionId;
  }

  async function runCustom(
    enrolment: Enrolment,
    action: SingleAction,
    record: CrmRecord,
    step: EnrolmentStep,
    index: number,
  ): Promise<void> {
    const definition = portal.actionDefinitions.find((one) => `1-${one.definitionId}` === action.actionTypeId);
    if (!portal.isInstalled) return endStep(enrolment, step, 'failed', notInstalled);
    if (!definition) return endStep(enrolment, step, 'failed', 'the action no longer exists');
    const callbackId = `ap-${portal.settings.portalId}-${enrolment.id}-${action.actionId}-${index}`;
    step.callbackId = callbackId;
    step.attempts = 0;
    callbacks.set(callbackId, { completion: null, wake: null });
    const inputs = inputValues(enrolment, action.fields, record);
    const call = {
      callbackId,
      enrolmentId: enrolment.id,
      executionIndex: index,
      flowId: enrolment.flowId,
      actionId: action.actionId,
      definition,
      record,
      inputs,
    };
    const started = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      step.attempts += 1;
      const current = findRecord(portal, record.type, record.id) ?? record;
      const answer = await callAction(portal, { ...call, record: current }, options.actionTimeoutMs, halt.signal);
      if (halt.signal.aborted) return;
      if (answer.kind === 'finished') {
        return finishStep(enrolment, action, step, answer.succeeded, answer.outputs, answer.detail);
      }
      if (answer.kind === 'blocked')
        return awaitCompletion(enrolment, action, step, answer.outputs, answer.expiresInMs);
      step.outcome = 'retrying';
      step.detail = answer.detail;
      announce(enrolment);
      if (performance.now() - started > retriesEndAfterMs) return endStep(enrolment, step, 'failed', answer.detail);
      await pause(Math.min(answer.afterMs ?? options.actionRetryMs * 2 ** attempt, longestRetryMs));
      if (halt.signal.aborted) return;
      const stopped = reasonToStop(enrolment) ?? (portal.isInstalled ? null : notInstalled);
      if (stopped) return endStep(enrolment, step, 'failed', stopped);
    }
  }

  async function awaitCompletion(
    enrolment: Enrolment,
    action: SingleAction,
    step: EnrolmentStep,
    outputs: Record<string, string>,
    expiresInMs: number,
  ): Promise<void> {
    const callback = callbacks.get(step.callbackId ?? '');
    if (!callback) return;
    if (!callback.completion) {
      step.outcome = 'blocked';
      announce(enrolment);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(expiresInMs, 2 ** 31 - 1));
        callback.wake = () => {
          clearTimeout(timer);
          resolve();
        };
        halt.signal.addEventListener('abort', callback.wake, { once: true });
      });
    }
    if (halt.signal.aborted) return;
    if (!callback.completion) return endStep(enrolment, step, 'expired', 'nobody completed the action in time');
    const all = { ...outputs, ...callback.completion.outputs };
    const succeeded = callback.completion.outputs.hs_execution_state !== 'FAIL_CONTINUE';
    finishStep(enrolment, action, step, succeeded, all, 'completed by callback');
  }

  function finishStep(
    enrolment: Enrolment,
    action: SingleAction,
    step: EnrolmentStep,
    succeeded: boolean,
    outputs: Record<string, string>,
    detail: string,
  ): void {
    step.outputs = outputs;
    enrolment.outputs[action.actionId] = outputs;
    endStep(enrolment, step, succeeded ? 'done' : 'failed', detail);
  }

  function beginStep(enrolment: Enrolment, action: FlowAction): EnrolmentStep {
    const step: EnrolmentStep = {
      actionId: action.actionId,
      actionTypeId: action.type === 'LIST_BRANCH' ? 'LIST_BRANCH' : action.actionTypeId,
      startedAt: portal.now(),
      startedMonotonicMs: performance.now(),
      endedAt: null,
      endedMonotonicMs: null,
      outcome: 'running',
    };
    enrolment.steps.push(step);
    announce(enrolment);
    return step;
  }

  function endStep(enrolment: Enrolment, step: EnrolmentStep, outcome: EnrolmentStep['outcome'], detail: string): void {
    step.outcome = outcome;
    step.detail = detail;
    step.endedAt = portal.now();
    step.endedMonotonicMs = performance.now();
    announce(enrolment);
  }

  function end(enrolment: Enrolment, status: 'completed' | 'stopped', reason: string): void {
    enrolment.status = status;
    enrolment.reason = reason;
    enrolment.endedAt = portal.now();
    announce(enrolment);
  }

  function announce({ id, flowId, objectId, status }: Enrolment): void {
    portal.changes.publish({ kind: 'enrolment changed', enrolmentId: id, flowId, objectId, status });
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      halt.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  return {
    run(enrolment) {
      void runAll(enrolment).catch((error: unknown) => {
        end(enrolment, 'stopped', `the sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
      });
    },
    completeCallback(callbackId, outputFields) {
      const callback = callbacks.get(callbackId);
      if (!callback) return false;
      callback.completion ??= { outputs: outputStrings(outputFields) };
      callback.wake?.();
      return true;
    },
    stopActive(flowId, objectId, reason) {
      const active = portal.enrolments.filter(
        (one) => one.flowId === flowId && one.objectId === objectId && one.status === 'active',
      );
      for (const enrolment of active) end(enrolment, 'stopped', reason);
    },
    clockMoved: delays.clockMoved,
    stop() {
      halt.abort();
      delays.stop();
    },
  };
}
