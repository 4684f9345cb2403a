/**
 * What of a workflow in the portal is not as we want it, in words. HubSpot adds fields of its own and may drop or reshape
 * ours without saying so; people may edit it. So wanted parts are looked for in the live ones, and additions are not held
 * against it: an action added between ours is theirs to add.
 */
import { isObject, type JsonObject, objectsIn, textOf } from './json-call.ts';
import type { WorkflowAction, WorkflowBody } from './workflow-body.ts';

export type FlowDifferences = { enrolment: string[]; actions: string[]; description: string[] };

export function compareFlow(wanted: WorkflowBody, live: JsonObject): FlowDifferences {
  return {
    enrolment: compareEnrolment(wanted, live),
    actions: compareActions(wanted.actions, live),
    description: textOf(live.description)?.trim() === wanted.description ? [] : ['its description is another one'],
  };
}

export function allDifferences({ enrolment, actions, description }: FlowDifferences): string[] {
  return [...enrolment, ...actions, ...description];
}

function compareEnrolment({ enrollmentCriteria: wanted, objectTypeId }: WorkflowBody, live: JsonObject): string[] {
  const criteria = isObject(live.enrollmentCriteria) ? live.enrollmentCriteria : {};
  const differences: string[] = [];
  if (live.objectTypeId !== objectTypeId) differences.push('it is not a workflow of contacts');
  if (criteria.type !== wanted.type) differences.push('it does not enrol by filters');
  else if (!includes(criteria.listFilterBranch, wanted.listFilterBranch)) {
    differences.push('its enrolment filters are not those of the definition');
  }
  if (criteria.shouldReEnroll !== wanted.shouldReEnroll) differences.push('it does not enrol a contact again');
  else if (!includes(criteria.reEnrollmentTriggersFilterBranches, wanted.reEnrollmentTriggersFilterBranches)) {
    differences.push('what enrols a contact again is not as provisioned');
  }
  return differences;
}

function compareActions(wanted: WorkflowAction[], live: JsonObject): string[] {
  const path = actionsInOrder(live);
  const differences: string[] = [];
  let from = 0;
  for (const action of wanted) {
    const at = path.findIndex((candidate, index) => index >= from && isSameAction(action, candidate));
    if (at >= 0) from = at + 1;
    else differences.push(`${nameOf(action)} is missing, changed or out of order`);
  }
  return differences;
}

/** An input people have filled in is theirs; one of ours that they changed is a difference. */
function isSameAction(wanted: WorkflowAction, live: JsonObject): boolean {
  return (
    live.actionTypeId === wanted.actionTypeId &&
    Number(live.actionTypeVersion ?? 0) === wanted.actionTypeVersion &&
    includes(live.fields ?? {}, wanted.fields)
  );
}

/** From the first action along the connections; actions nobody leads to are not part of the workflow. */
function actionsInOrder(live: JsonObject): JsonObject[] {
  const byId = new Map(objectsIn(live.actions).map((action) => [textOf(action.actionId), action]));
  const path: JsonObject[] = [];
  let id = textOf(live.startActionId);
  while (id !== null && path.length < byId.size) {
    const action = byId.get(id);
    if (action === undefined) break;
    path.push(action);
    id = isObject(action.connection) ? textOf(action.connection.nextActionId) : null;
  }
  return path;
}

function nameOf({ actionTypeId, fields }: WorkflowAction): string {
  return typeof fields.property_name === 'string' ? `setting ${fields.property_name}` : `action ${actionTypeId}`;
}

/** Everything wanted is there; objects may hold more, lists may not. */
function includes(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(live) || live.length !== wanted.length) return false;
    const left = [...live];
    return wanted.every((item) => {
      const at = left.findIndex((candidate) => includes(candidate, item));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (isObject(wanted)) {
    return isObject(live) && Object.entries(wanted).every(([key, value]) => includes(live[key], value));
  }
  return live === wanted || String(live) === String(wanted);
}
