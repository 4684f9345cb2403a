/**
 * What of a workflow in the portal is not as we want it, in words. HubSpot adds fields of its own and may drop or reshape
 * ours without saying so; people may edit it. So wanted parts are looked for in the live ones, and additions are not held
 * against it: an action added between ours is theirs to add.
 */
import { type ActionNames, compareActions } from './compare-actions.ts';
import { compareGroups } from './compare-groups.ts';
import { compareTriggers } from './compare-triggers.ts';
import { isObject, type JsonObject, textOf } from './json-call.ts';
import { readGroups } from './read-groups.ts';
import type { WorkflowBody } from './workflow-body.ts';

export type FlowDifferences = { enrolment: string[]; actions: string[]; description: string[] };

/** `names`: what our actions are called in the workflow editor. */
export function compareFlow(wanted: WorkflowBody, live: JsonObject, names: ActionNames = new Map()): FlowDifferences {
  return {
    enrolment: compareEnrolment(wanted, live),
    actions: compareActions(wanted.actions, live, names),
    description: textOf(live.description)?.trim() === wanted.description ? [] : ['its description is another one'],
  };
}

export function allDifferences({ enrolment, actions, description }: FlowDifferences): string[] {
  return [...enrolment, ...actions, ...description];
}

function compareEnrolment(body: WorkflowBody, live: JsonObject): string[] {
  const { enrollmentCriteria: wanted, objectTypeId } = body;
  const criteria = isObject(live.enrollmentCriteria) ? live.enrollmentCriteria : {};
  if (live.objectTypeId !== objectTypeId) return ['it is not a workflow of contacts'];
  if (criteria.type !== wanted.type) return ['it does not enrol by filters'];
  const differences = compareGroups(readGroups(wanted.listFilterBranch), readGroups(criteria.listFilterBranch));
  if (criteria.shouldReEnroll !== wanted.shouldReEnroll) differences.push('HubSpot does not enrol a contact again');
  else {
    const { reEnrollmentTriggersFilterBranches: triggers } = wanted;
    differences.push(...compareTriggers(triggers, criteria.reEnrollmentTriggersFilterBranches));
  }
  if (criteria.unEnrollObjectsNotMeetingCriteria === true && !wanted.unEnrollObjectsNotMeetingCriteria) {
    differences.push('HubSpot takes contacts out as soon as they no longer meet the filters');
  }
  return [...differences, ...compareKeptOut(body, live)];
}

/** Lists whose members never enrol: whoever is in one is not handed off, whatever the filters say. */
function compareKeptOut({ suppressionListIds: wanted = [] }: Partial<WorkflowBody>, live: JsonObject): string[] {
  const known = wanted.map(String);
  const lists = Array.isArray(live.suppressionListIds) ? live.suppressionListIds.map(String) : [];
  return lists.filter((id) => !known.includes(id)).map((id) => `HubSpot keeps out who is in list ${id}`);
}
