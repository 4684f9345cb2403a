import { objectTypes } from '../crm/object-types.ts';
import { invalid, notImitated } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import { checkActions } from './check-actions.ts';
import { checkBranch, checkRootBranch } from './check-filters.ts';
import type { EnrollmentCriteria, FilterBranch, Flow, FlowAction, FlowBody } from './flow.ts';

const requiredOnCreate = [
  'type',
  'flowType',
  'objectTypeId',
  'isEnabled',
  'actions',
  'timeWindows',
  'blockedDates',
  'customProperties',
];
const requiredOfContactFlows = ['suppressionListIds', 'canEnrollFromSalesforce'];
const requiredOnUpdate = [
  'type',
  'revisionId',
  'isEnabled',
  'actions',
  'timeWindows',
  'blockedDates',
  'customProperties',
];

/** Refuses what HubSpot refuses and returns the normalised body. `before` is the stored flow of a PUT. */
export function checkFlow(portal: Portal, body: Record<string, unknown>, before: Flow | null): FlowBody {
  const required = [
    ...(before ? requiredOnUpdate : requiredOnCreate),
    ...(body.type === 'CONTACT_FLOW' ? requiredOfContactFlows : []),
  ];
  const missing = required.filter((key) => body[key] === undefined);
  if (missing.length > 0) throw invalid(`Some required fields not set: [${missing.join(', ')}]`);
  const type = body.type;
  if (type !== 'CONTACT_FLOW' && type !== 'PLATFORM_FLOW') throw invalid(`Unknown flow type ${String(type)}`);
  const objectTypeId = before ? before.objectTypeId : String(body.objectTypeId);
  if (!(objectTypeId in objectTypes)) throw notImitated(`workflows of object type ${objectTypeId}`);
  if ((type === 'CONTACT_FLOW') !== (objectTypeId === '0-1'))
    throw invalid(`${type} does not go with object type ${objectTypeId}`);
  refuseUnimitated(body);

  const startActionId = typeof body.startActionId === 'string' ? body.startActionId : undefined;
  const actions = checkActions(portal, objectTypeId, body.actions, startActionId);
  return {
    type,
    flowType: 'WORKFLOW',
    objectTypeId,
    ...(typeof body.name === 'string' ? { name: body.name } : {}),
    ...(typeof body.description === 'string' ? { description: body.description } : {}),
    ...(typeof body.uuid === 'string' ? { uuid: body.uuid } : {}),
    isEnabled: body.isEnabled === true,
    ...(startActionId ? { startActionId } : {}),
    nextAvailableActionId: nextActionId(actions),
    actions,
    ...(body.enrollmentCriteria === undefined
      ? {}
      : { enrollmentCriteria: checkCriteria(portal, objectTypeId, body.enrollmentCriteria) }),
    timeWindows: [],
    blockedDates: [],
    customProperties: isObject(body.customProperties) ? body.customProperties : {},
    dataSources: [],
    ...(type === 'CONTACT_FLOW'
      ? { suppressionListIds: [], canEnrollFromSalesforce: body.canEnrollFromSalesforce === true }
      : {}),
    crmObjectCreationStatus: 'COMPLETE',
  };
}

function refuseUnimitated(body: Record<string, unknown>): void {
  for (const key of ['timeWindows', 'blockedDates', 'dataSources', 'suppressionListIds']) {
    if (Array.isArray(body[key]) && body[key].length > 0) throw notImitated(`${key} of a workflow`);
  }
  for (const key of [
    'enrollmentSchedule',
    'goalFilterBranch',
    'eventAnchor',
    'suppressionFilterBranch',
    'unEnrollmentSetting',
  ]) {
    if (body[key] !== undefined && body[key] !== null) throw notImitated(`${key} of a workflow`);
  }
}

function checkCriteria(portal: Portal, objectTypeId: string, sent: unknown): EnrollmentCriteria {
  if (!isObject(sent)) throw invalid('Invalid enrollmentCriteria');
  if (typeof sent.shouldReEnroll !== 'boolean') throw invalid('Some required fields not set: [shouldReEnroll]');
  if (sent.type === 'MANUAL') return { type: 'MANUAL', shouldReEnroll: sent.shouldReEnroll };
  if (sent.type !== 'LIST_BASED') throw notImitated(`enrolment of type ${String(sent.type)}`);
  const missing = [
    'listFilterBranch',
    'unEnrollObjectsNotMeetingCriteria',
    'reEnrollmentTriggersFilterBranches',
  ].filter((key) => sent[key] === undefined);
  if (missing.length > 0) throw invalid(`Some required fields not set: [${missing.join(', ')}]`);
  const triggers = Array.isArray(sent.reEnrollmentTriggersFilterBranches)
    ? sent.reEnrollmentTriggersFilterBranches
    : [];
  return {
    type: 'LIST_BASED',
    shouldReEnroll: sent.shouldReEnroll,
    unEnrollObjectsNotMeetingCriteria: sent.unEnrollObjectsNotMeetingCriteria === true,
    listFilterBranch: checkRootBranch(portal, objectTypeId, sent.listFilterBranch),
    reEnrollmentTriggersFilterBranches: triggers.map((trigger) => checkTrigger(portal, objectTypeId, trigger)),
  };
}

/** A trigger names a property of the enrolled object by `hs_name`; properties of other objects cannot re-enrol. */
function checkTrigger(portal: Portal, objectTypeId: string, sent: unknown): FilterBranch {
  const trigger = checkBranch(portal, objectTypeId, sent);
  const named = trigger.filters.find((filter) => filter.property === 'hs_name');
  const property =
    named?.operation.value ?? (Array.isArray(named?.operation.values) ? named.operation.values[0] : undefined);
  const known =
    typeof property === 'string' && portal.properties[objectTypeId as keyof typeof objectTypes].has(property);
  if (!known) throw invalid(`A re-enrolment trigger must name a property of ${objectTypeId} in hs_name`);
  return trigger;
}

function nextActionId(actions: FlowAction[]): string {
  return String(Math.max(0, ...actions.map((action) => Number(action.actionId)).filter(Number.isFinite)) + 1);
}
