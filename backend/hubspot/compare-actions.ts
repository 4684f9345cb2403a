/** Whether a workflow still runs our actions, in our order. Actions people added between ours are theirs. Pure. */
import { holdsWanted } from './holds-wanted.ts';
import { isObject, type JsonObject, objectsIn, textOf } from './json-call.ts';
import { setPropertyType, type WorkflowAction } from './workflow-body.ts';

/** By action type id: "1-123" is "Assign AE". */
export type ActionNames = ReadonlyMap<string, string>;

export function compareActions(wanted: WorkflowAction[], live: JsonObject, names: ActionNames): string[] {
  const path = actionsInOrder(live);
  const differences: string[] = [];
  let from = 0;
  for (const action of wanted) {
    const at = path.findIndex((candidate, index) => index >= from && isSameAction(action, candidate));
    if (at >= 0) from = at + 1;
    else differences.push(describe(action, path, live, nameOf(action, names)));
  }
  return differences;
}

/**
 * The live actions with ours brought to what is wanted, each in its place, so that what people added around them stays.
 * Null when ours are not all there in our order: then only putting all of them anew helps.
 */
export function mendActions(wanted: WorkflowAction[], live: JsonObject): JsonObject[] | null {
  const path = actionsInOrder(live);
  const mended = new Map<JsonObject, JsonObject>();
  let from = 0;
  for (const action of wanted) {
    const at = path.findIndex((candidate, index) => index >= from && isOfSameKind(action, candidate));
    if (at < 0) return null;
    from = at + 1;
    const { actionTypeVersion } = action;
    const fields = { ...(isObject(path[at]!.fields) ? path[at]!.fields : {}), ...action.fields };
    mended.set(path[at]!, { ...path[at]!, actionTypeVersion, fields });
  }
  return objectsIn(live.actions).map((action) => mended.get(action) ?? action);
}

/** An input people have filled in is theirs; one of ours that they changed is a difference. */
function isSameAction(wanted: WorkflowAction, live: JsonObject): boolean {
  return (
    live.actionTypeId === wanted.actionTypeId &&
    Number(live.actionTypeVersion ?? 0) === wanted.actionTypeVersion &&
    holdsWanted(live.fields ?? {}, wanted.fields)
  );
}

function describe(wanted: WorkflowAction, path: JsonObject[], live: JsonObject, name: string): string {
  if (path.some((candidate) => isSameAction(wanted, candidate))) return `${name} is out of order`;
  const changed = path.find((candidate) => isOfSameKind(wanted, candidate));
  if (changed !== undefined) return `${name} is changed: ${changesOf(wanted, changed)}`;
  const isLoose = objectsIn(live.actions).some((candidate) => isSameAction(wanted, candidate));
  return isLoose ? `${name} is not reached` : `${name} is missing`;
}

function isOfSameKind(wanted: WorkflowAction, live: JsonObject): boolean {
  if (live.actionTypeId !== wanted.actionTypeId) return false;
  const fields = isObject(live.fields) ? live.fields : {};
  return wanted.actionTypeId !== setPropertyType || fields.property_name === wanted.fields.property_name;
}

/** "HubSpot has keep_existing_owner = no, the playbook yes". */
function changesOf(wanted: WorkflowAction, live: JsonObject): string {
  const fields = isObject(live.fields) ? live.fields : {};
  const changed = Object.entries(wanted.fields).filter(([name, value]) => !holdsWanted(fields[name], value));
  const words = changed.map(
    ([name, value]) => `HubSpot has ${name} = ${fieldWords(fields[name])}, the playbook ${fieldWords(value)}`,
  );
  const version = Number(live.actionTypeVersion ?? 0);
  if (version !== wanted.actionTypeVersion) {
    words.push(`HubSpot runs version ${version}, the playbook needs ${wanted.actionTypeVersion}`);
  }
  return words.join('; ');
}

function fieldWords(value: unknown): string {
  if (isObject(value)) return textOf(value.staticValue) ?? textOf(value.timestampType) ?? 'something else';
  return textOf(value) ?? 'nothing';
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

function nameOf({ actionTypeId, fields }: WorkflowAction, names: ActionNames): string {
  if (typeof fields.property_name === 'string') return `the action that sets ${fields.property_name}`;
  return `the action "${names.get(actionTypeId) ?? actionTypeId}"`;
}
