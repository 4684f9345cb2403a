/** Refuses actions HubSpot would refuse, and answers a plain 500 where HubSpot does. */
import { invalid, notImitated, Refusal } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId } from '../portal/tables.ts';
import { checkBranch } from './check-filters.ts';
import type { Connection, FlowAction } from './flow.ts';

const flowRefused = 'Invalid request to flow creation';

export function checkActions(
  portal: Portal,
  objectTypeId: string,
  sent: unknown,
  startActionId: string | undefined,
): FlowAction[] {
  if (!Array.isArray(sent)) throw invalid('Some required fields were not set: [actions]');
  const actions = sent.map((action) => checkAction(portal, objectTypeId, action));
  const ids = actions.map((action) => action.actionId);
  if (new Set(ids).size !== ids.length) throw invalid(`${flowRefused}: action ids must be unique`);
  refuseUnreachable(actions, startActionId);
  return actions;
}

function checkAction(portal: Portal, objectTypeId: string, sent: unknown): FlowAction {
  if (!isObject(sent)) throw invalid(flowRefused);
  const actionId = sent.actionId;
  if (typeof sent.type !== 'string') throw invalid('Some required fields were not set: [type]');
  if (typeof actionId !== 'string') throw invalid('Some required fields were not set: [actionId]');
  if (sent.type === 'LIST_BRANCH') return checkListBranch(portal, objectTypeId, actionId, sent);
  if (sent.type !== 'SINGLE_CONNECTION') throw notImitated(`actions of type ${sent.type}`);
  const actionTypeId = String(sent.actionTypeId);
  const fields = isObject(sent.fields) ? sent.fields : {};
  checkFields(portal, objectTypeId, actionTypeId, sent.actionTypeVersion, fields);
  const connection = checkConnection(sent.connection);
  return {
    type: 'SINGLE_CONNECTION',
    actionId,
    actionTypeId,
    actionTypeVersion: Number(sent.actionTypeVersion ?? 0),
    fields,
    ...(connection ? { connection } : {}),
  };
}

function checkListBranch(
  portal: Portal,
  objectTypeId: string,
  actionId: string,
  sent: Record<string, unknown>,
): FlowAction {
  if (sent.fields !== undefined || sent.connection !== undefined)
    throw invalid(`${flowRefused}: LIST_BRANCH takes neither fields nor connection`);
  const branches = Array.isArray(sent.listBranches) ? sent.listBranches.filter(isObject) : [];
  const defaultBranch = checkConnection(sent.defaultBranch);
  return {
    type: 'LIST_BRANCH',
    actionId,
    listBranches: branches.map((branch) => {
      const connection = checkConnection(branch.connection);
      return {
        ...(typeof branch.branchName === 'string' ? { branchName: branch.branchName } : {}),
        ...(branch.filterBranch === undefined
          ? {}
          : { filterBranch: checkBranch(portal, objectTypeId, branch.filterBranch) }),
        ...(connection ? { connection } : {}),
      };
    }),
    ...(typeof sent.defaultBranchName === 'string' ? { defaultBranchName: sent.defaultBranchName } : {}),
    ...(defaultBranch ? { defaultBranch } : {}),
  };
}

/** The last action has no connection at all: an empty one is refused. */
function checkConnection(sent: unknown): Connection | null {
  if (sent === undefined || sent === null) return null;
  const isWhole =
    isObject(sent) &&
    typeof sent.nextActionId === 'string' &&
    (sent.edgeType === 'STANDARD' || sent.edgeType === 'GOTO');
  if (!isWhole) throw invalid(`${flowRefused}: a connection needs edgeType (STANDARD or GOTO) and nextActionId`);
  return { edgeType: sent.edgeType as Connection['edgeType'], nextActionId: String(sent.nextActionId) };
}

function checkFields(
  portal: Portal,
  objectTypeId: string,
  actionTypeId: string,
  version: unknown,
  fields: Record<string, unknown>,
): void {
  if (actionTypeId === '0-5') {
    checkSetProperty(portal, objectTypeId, fields);
    return;
  }
  if (actionTypeId === '0-1') {
    if (typeof fields.delta !== 'string' || typeof fields.time_unit !== 'string') throw serverError();
    return;
  }
  const definitionId = /^1-(\d+)$/.exec(actionTypeId)?.[1];
  if (!definitionId) throw notImitated(`the action type ${actionTypeId}`);
  const definition = portal.actionDefinitions.find((one) => one.definitionId === definitionId);
  if (!definition) throw invalid(`${flowRefused}: unknown action type ${actionTypeId}`);
  if (Number(version) !== definition.version)
    throw invalid(`${flowRefused}: ${actionTypeId} has no version ${String(version)}`);
  const unknown = Object.keys(fields).find((name) => !definition.inputNames.includes(name));
  if (unknown) throw invalid(`${flowRefused}: ${actionTypeId} has no input ${unknown}`);
  const missing = definition.requiredInputs.filter((name) => fields[name] === undefined || fields[name] === '');
  if (missing.length > 0) throw invalid(`${flowRefused}: ${actionTypeId} needs [${missing.join(', ')}]`);
  if (Object.values(fields).some((value) => typeof value !== 'string' && !isValueObject(value))) throw serverError();
}

const valueKeys: Record<string, string> = {
  STATIC_VALUE: 'staticValue',
  OBJECT_PROPERTY: 'propertyName',
  FIELD_DATA: 'dataKey',
  TIMESTAMP: 'timestampType',
  INCREMENT: 'incrementAmount',
};

/** A value without a type, or a misspelt field, makes HubSpot answer 500 without saying why. */
function checkSetProperty(portal: Portal, objectTypeId: string, fields: Record<string, unknown>): void {
  const misspelt = Object.keys(fields).some((key) => !['property_name', 'value', 'association'].includes(key));
  if (misspelt || typeof fields.property_name !== 'string' || !isValueObject(fields.value)) throw serverError();
  const association = isObject(fields.association) ? Number(fields.association.associationTypeId) : null;
  const target: ObjectTypeId = association === 1 || association === 279 ? '0-2' : (objectTypeId as ObjectTypeId);
  const definition = portal.properties[target].get(fields.property_name);
  if (!definition || definition.archivedAt !== null) throw invalid(`Property ${fields.property_name} does not exist`);
}

function isValueObject(value: unknown): boolean {
  if (!isObject(value) || typeof value.type !== 'string') return false;
  const key = valueKeys[value.type];
  if (!key) throw notImitated(`values of type ${value.type}`);
  return value[key] !== undefined;
}

function serverError(): Refusal {
  return new Refusal(500, { message: 'internal error' });
}

function refuseUnreachable(actions: FlowAction[], startActionId: string | undefined): void {
  if (actions.length === 0) return;
  const byId = new Map(actions.map((action) => [action.actionId, action]));
  const reached = new Set<string>();
  const queue = startActionId ? [startActionId] : [];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const action = byId.get(id);
    if (!action) throw invalid(`${flowRefused}: action ${id} does not exist`);
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...nextIds(action));
  }
  const lost = actions.find((action) => !reached.has(action.actionId));
  if (lost) throw invalid(`${flowRefused}: action ${lost.actionId} cannot be reached`);
}

function nextIds(action: FlowAction): string[] {
  const connections =
    action.type === 'LIST_BRANCH'
      ? [...action.listBranches.map((branch) => branch.connection), action.defaultBranch]
      : [action.connection];
  return connections.filter((connection) => connection !== undefined).map((connection) => connection.nextActionId);
}
