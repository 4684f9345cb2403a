/**
 * "Zo | SQL handoff": HubSpot performs, visibly, what our backend decided. It enrols when the definition's own filters hold
 * and the gate is open, and again whenever the gate opens anew.
 */
import type { Playbook } from '@zo/shared';
import type { ActionIds } from './action-ids.ts';
import { compileDefinition } from './compile-definition.ts';
import { compileEnrolment } from './compile-filters.ts';
import { sqlStage } from './lifecycle-stages.ts';
import { buildWorkflow, runAction, setProperty, setPropertyToNow, type WorkflowBody } from './workflow-body.ts';
import { type DescriptionParts, describeWorkflow, workflowNames } from './workflow-names.ts';

export type HandoffWorkflow = Omit<DescriptionParts, 'sentence' | 'carried'> & {
  playbook: Pick<Playbook, 'definition' | 'freePlans'>;
  stagesBeforeSql: string[];
  /** The portal's. */
  timeZone?: string;
  actionIds: Required<Pick<ActionIds, 'compute-pql-score' | 'assign-owner' | 'send-slack-handoff'>>;
};

export function buildHandoffWorkflow(wanted: HandoffWorkflow): WorkflowBody {
  const { playbook, stagesBeforeSql, timeZone, actionIds } = wanted;
  const { sentence, expression } = playbook.definition;
  const { carried } = compileDefinition(expression, timeZone === undefined ? {} : { timeZone });
  return buildWorkflow({
    name: workflowNames.handoff,
    description: describeWorkflow('handoff', { ...wanted, sentence, carried }),
    ...compileEnrolment({
      expression,
      freePlans: playbook.freePlans,
      stagesBeforeSql,
      ...(timeZone !== undefined && { timeZone }),
    }),
    steps: [
      runAction(actionIds['compute-pql-score']),
      runAction(actionIds['assign-owner'], { keep_existing_owner: 'yes' }),
      setProperty('lifecyclestage', sqlStage),
      setPropertyToNow('zo_handoff_at'),
      runAction(actionIds['send-slack-handoff'], { deliver_to: 'owner_and_channel' }),
    ],
  });
}
