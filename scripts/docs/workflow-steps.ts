/** The actions of a workflow as they are added in HubSpot's editor, told from the very body that provisioning writes. */
import { knownProperty, type WorkflowActionName, workflowActionNames } from '@zo/shared';
import type { WorkflowAction, WorkflowBody } from '../../backend/hubspot/workflow-body.ts';
import { setPropertyType } from '../../backend/hubspot/workflow-body.ts';
import type { ActionLabels } from './action-labels.ts';
import { stageLabels } from './editor-words.ts';
import { code } from './markdown.ts';

/** Ids by which the bodies built here name our actions. */
export const documentedIds = Object.fromEntries(
  workflowActionNames.map((name) => [name, { definitionId: name, version: 1 }]),
) as Record<WorkflowActionName, { definitionId: string; version: number }>;

export function actionSteps({ actions }: WorkflowBody, labels: Record<WorkflowActionName, ActionLabels>): string[] {
  return actions.map((action) =>
    action.actionTypeId === setPropertyType ? propertyStep(action) : ourStep(action, labels),
  );
}

function propertyStep({ fields }: WorkflowAction): string {
  const name = String(fields.property_name);
  const label = knownProperty({ object: 'contact', name })?.label ?? name;
  const value = fields.value as { type: string; staticValue?: string };
  const what =
    value.type === 'TIMESTAMP'
      ? 'to **Date of step** (the moment the action runs)'
      : `to **${stageLabels[value.staticValue ?? ''] ?? value.staticValue}** (${code(value.staticValue ?? '')})`;
  return `**Edit record** (CRM): set the enrolled contact's ${label} (${code(name)}) ${what}.`;
}

function ourStep({ actionTypeId, fields }: WorkflowAction, labels: Record<WorkflowActionName, ActionLabels>): string {
  const name = actionTypeId.replace(/^1-/, '') as WorkflowActionName;
  const { action, inputs } = labels[name];
  const told = Object.entries(inputs).map(([input, { label, options }]) => {
    const value = fields[input];
    if (value === undefined) return `   - ${label} (${code(input)}): leave empty`;
    return `   - ${label} (${code(input)}): **${options[String(value)] ?? value}** (${code(String(value))})`;
  });
  return [`**${action}** (Zo Handoff)${told.length === 0 ? ': no inputs.' : ':'}`, ...told].join('\n');
}
