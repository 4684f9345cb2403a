import type { WorkflowActionName } from '@zo/shared';
import type { ActionIds } from './action-ids.ts';
import type { ActionNames } from './compare-actions.ts';

/** As the workflow editor shows them; a test holds them against the definitions. */
export const actionLabels: Record<WorkflowActionName, string> = {
  'compute-pql-score': 'Compute PQL score',
  'assign-owner': 'Assign AE',
  'send-slack-handoff': 'Send contextual Slack handoff',
  'return-to-marketing': 'Return to marketing',
};

export function actionNames(ids: ActionIds): ActionNames {
  return new Map(
    Object.entries(ids).map(([name, id]) => [`1-${id.definitionId}`, actionLabels[name as WorkflowActionName]]),
  );
}
