/** A workflow as the parts that people and we may each change, compared as people read them. Pure. */
import type { ActionNames } from '../hubspot/compare-actions.ts';
import { compareFlow } from '../hubspot/compare-flow.ts';
import type { JsonObject } from '../hubspot/json-call.ts';
import type { WorkflowPart } from '../hubspot/provision-workflow.ts';
import type { WorkflowBody } from '../hubspot/workflow-body.ts';
import type { Parts } from './three-way.ts';

/** Of the body we send, or of the flow HubSpot keeps. */
export function partsOfFlow(flow: JsonObject): Parts {
  const { objectTypeId, enrollmentCriteria, suppressionListIds, actions, startActionId, description } = flow;
  return {
    enrolment: { objectTypeId, enrollmentCriteria, suppressionListIds },
    actions: { actions, startActionId },
    description,
  };
}

/** Actions people added between ours are theirs, and what HubSpot adds by itself is no difference. */
export function isSameFlowPart(part: string, ours: Parts, live: Parts): boolean {
  return flowPartWords(part, ours, live).length === 0;
}

/** What is live and not as `ours` says. */
export function flowPartWords(part: string, ours: Parts, live: Parts, names?: ActionNames): string[] {
  const only = { [part]: ours[part] };
  return compareFlow(bodyOf(only) as WorkflowBody, bodyOf(live), names)[part as WorkflowPart];
}

/** Parts that are not there are empty: only the part asked about is looked at. */
function bodyOf(parts: Parts): JsonObject {
  return {
    enrollmentCriteria: {},
    actions: [],
    ...(parts.enrolment as object | undefined),
    ...(parts.actions as object | undefined),
    description: parts.description,
  };
}
