/**
 * "Zo | Return to marketing": enrols a contact whose handoff our backend found cold. The action clears the owner and moves
 * the stage back itself, because a workflow that sets an earlier stage is silently ignored by HubSpot.
 */
import type { ActionIds } from './action-ids.ts';
import { andBranch, isAnyOf, isText } from './filter-branch.ts';
import { buildWorkflow, runAction, type WorkflowBody } from './workflow-body.ts';
import { type DescriptionParts, describeWorkflow, workflowNames } from './workflow-names.ts';

export type ReturnWorkflow = DescriptionParts & {
  actionIds: Required<Pick<ActionIds, 'return-to-marketing'>>;
};

const statusProperty = 'zo_handoff_status';
const due = ['return_due'];

export function buildReturnWorkflow(wanted: ReturnWorkflow): WorkflowBody {
  return buildWorkflow({
    name: workflowNames.return,
    description: describeWorkflow('return', wanted),
    listFilterBranch: {
      filterBranchType: 'OR',
      filterBranchOperator: 'OR',
      filters: [],
      filterBranches: [andBranch([isAnyOf(statusProperty, due)])],
    },
    reEnrollmentTriggersFilterBranches: [andBranch([isText('hs_name', statusProperty), isAnyOf('hs_value', due)])],
    steps: [runAction(wanted.actionIds['return-to-marketing'])],
  });
}
