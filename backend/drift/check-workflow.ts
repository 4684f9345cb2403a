import type { ActionNames } from '../hubspot/compare-actions.ts';
import { compareFlow } from '../hubspot/compare-flow.ts';
import type { Flow } from '../hubspot/flows.ts';
import { Gone } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { findWorkflow } from '../hubspot/provision-workflow.ts';
import type { WantedWorkflowAnswer } from '../hubspot/wanted-workflow.ts';
import { type WorkflowKind, workflowNames } from '../hubspot/workflow-names.ts';
import { priorities } from '../outbox/effect.ts';
import type { CheckedWorkflow } from './drift.ts';

export type WorkflowToCheck = {
  kind: WorkflowKind;
  answer: Exclude<WantedWorkflowAnswer, { state: 'not wanted' }>;
  /** As it was provisioned. */
  provisioned: { flowId: string; live: boolean };
  names: ActionNames;
};

type Gateway = Pick<HubspotGateway, 'readFlow' | 'listFlows'>;

/** Reads one workflow back and holds it against what the playbook wants. Its description is nobody's harm. */
export async function checkWorkflow(gateway: Gateway, todo: WorkflowToCheck): Promise<CheckedWorkflow> {
  const { kind, answer, provisioned, names } = todo;
  const about = { kind, name: workflowNames[kind] };
  if (!('wanted' in answer)) {
    const reason = `the id of ${answer.missing.join(', ')} is not known`;
    return { ...about, state: 'not compared', reason };
  }
  const live = await readLive(gateway, kind, provisioned.flowId);
  if (live === null) return { ...about, state: 'differs', flowId: null, differences: ['the workflow was deleted'] };
  const { enrolment, actions } = compareFlow(answer.wanted, live, names);
  const differences = [...compareSwitch(live.isEnabled, provisioned.live), ...enrolment, ...actions];
  return differences.length === 0
    ? { ...about, state: 'as the playbook says', flowId: live.id }
    : { ...about, state: 'differs', flowId: live.id, differences };
}

function compareSwitch(isOn: boolean, shouldBeOn: boolean): string[] {
  if (isOn === shouldBeOn) return [];
  return [shouldBeOn ? 'the workflow is off' : 'the workflow is on, and was never taken live from here'];
}

async function readLive(gateway: Gateway, kind: WorkflowKind, flowId: string): Promise<Flow | null> {
  try {
    return await gateway.readFlow(flowId, priorities.reconciliation);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    return findWorkflow(gateway, kind, null);
  }
}
