/** The body of a contact workflow as we write it. Pure. */
import type { AndBranch, OrBranch } from './filter-branch.ts';

export type WorkflowAction = {
  type: 'SINGLE_CONNECTION';
  actionId: string;
  actionTypeId: string;
  actionTypeVersion: number;
  fields: Record<string, unknown>;
  /** The last action has none at all: an empty one is refused. */
  connection?: { edgeType: 'STANDARD'; nextActionId: string };
};

export type WorkflowBody = {
  type: 'CONTACT_FLOW';
  flowType: 'WORKFLOW';
  objectTypeId: '0-1';
  name: string;
  description: string;
  isEnabled: boolean;
  startActionId: string;
  nextAvailableActionId: string;
  actions: WorkflowAction[];
  enrollmentCriteria: {
    type: 'LIST_BASED';
    shouldReEnroll: boolean;
    unEnrollObjectsNotMeetingCriteria: boolean;
    listFilterBranch: OrBranch;
    reEnrollmentTriggersFilterBranches: AndBranch[];
  };
  timeWindows: [];
  blockedDates: [];
  customProperties: Record<string, never>;
  dataSources: [];
  suppressionListIds: number[];
  canEnrollFromSalesforce: false;
};

export type WorkflowStep = { actionTypeId: string; actionTypeVersion: number; fields: Record<string, unknown> };

export type WorkflowParts = {
  name: string;
  description: string;
  listFilterBranch: OrBranch;
  reEnrollmentTriggersFilterBranches: AndBranch[];
  /** One after the other. */
  steps: WorkflowStep[];
};

/** Always off: it is switched on by a step of its own, after it has been read back. */
export function buildWorkflow({ name, description, steps, ...enrolment }: WorkflowParts): WorkflowBody {
  return {
    type: 'CONTACT_FLOW',
    flowType: 'WORKFLOW',
    objectTypeId: '0-1',
    name,
    description,
    isEnabled: false,
    startActionId: '1',
    nextAvailableActionId: String(steps.length + 1),
    actions: steps.map((step, index) => ({
      type: 'SINGLE_CONNECTION',
      actionId: String(index + 1),
      ...step,
      ...(index + 1 < steps.length
        ? { connection: { edgeType: 'STANDARD' as const, nextActionId: String(index + 2) } }
        : {}),
    })),
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: false,
      ...enrolment,
    },
    timeWindows: [],
    blockedDates: [],
    customProperties: {},
    dataSources: [],
    suppressionListIds: [],
    canEnrollFromSalesforce: false,
  };
}

export const setPropertyType = '0-5';

/** HubSpot answers a plain 500 when `value` lacks its type. */
export function setProperty(property: string, value: string): WorkflowStep {
  const fields = { property_name: property, value: { type: 'STATIC_VALUE', staticValue: value } };
  return { actionTypeId: setPropertyType, actionTypeVersion: 0, fields };
}

export function setPropertyToNow(property: string): WorkflowStep {
  const fields = { property_name: property, value: { type: 'TIMESTAMP', timestampType: 'EXECUTION_TIME' } };
  return { actionTypeId: setPropertyType, actionTypeVersion: 0, fields };
}

/** One of our own actions. Inputs are plain text. */
export function runAction(
  { definitionId, version }: { definitionId: string; version: number },
  inputs: Record<string, string> = {},
): WorkflowStep {
  return { actionTypeId: `1-${definitionId}`, actionTypeVersion: version, fields: inputs };
}
