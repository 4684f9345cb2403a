/** A workflow as the playbook in force wants it: what provisioning writes, and what the live one is held against. */
import type { Playbook, WorkflowActionName } from '@zo/shared';
import type { ActionIds } from './action-ids.ts';
import { buildHandoffWorkflow } from './handoff-workflow.ts';
import { stagesBeforeSql } from './lifecycle-stages.ts';
import { buildReturnWorkflow } from './return-workflow.ts';
import type { WorkflowBody } from './workflow-body.ts';
import type { WorkflowKind } from './workflow-names.ts';

export type WantedWorkflow = {
  playbook: Playbook;
  actionIds: ActionIds;
  /** The portal's lifecycle stages, in order. */
  stages: string[];
  /** The portal's: filters on moments ask for its days. */
  timeZone: string;
  /** Goes into the description. */
  link: string | null;
};

export type WantedWorkflowAnswer =
  | { wanted: WorkflowBody }
  | { state: 'not wanted'; reason: string }
  | { state: 'no action ids'; missing: WorkflowActionName[] };

const neededActions: Record<WorkflowKind, WorkflowActionName[]> = {
  handoff: ['compute-pql-score', 'assign-owner', 'send-slack-handoff'],
  return: ['return-to-marketing'],
};

export function wantedWorkflow(kind: WorkflowKind, parts: WantedWorkflow): WantedWorkflowAnswer {
  const { playbook, link, stages, timeZone } = parts;
  if (kind === 'return' && playbook.return === null) {
    return { state: 'not wanted', reason: 'the playbook has no return rule' };
  }
  const missing = neededActions[kind].filter((name) => parts.actionIds[name] === undefined);
  if (missing.length > 0) return { state: 'no action ids', missing };
  const actionIds = parts.actionIds as Required<ActionIds>;
  const about = { link, actionIds };
  if (kind === 'return') {
    const sentence = `A handoff returns to marketing after ${playbook.return?.text ?? 'its return rule holds'}.`;
    return { wanted: buildReturnWorkflow({ ...about, sentence }) };
  }
  return { wanted: buildHandoffWorkflow({ ...about, playbook, timeZone, stagesBeforeSql: stagesBeforeSql(stages) }) };
}
