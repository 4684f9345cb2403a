/**
 * Under which ids a portal's workflows know our actions. A portal token cannot list them, so they are looked for in three
 * places; without them no workflow can be made, and direct mode serves.
 */
import { type WorkflowActionName, workflowActionNames, workflowActions } from '@zo/shared';
import type { ActionType } from './flows.ts';
import { NotPermitted } from './hubspot-errors.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';

/** `definitionId` without the "1-" that a flow puts before it. */
export type ActionId = { definitionId: string; version: number };

export type ActionIds = Partial<Record<WorkflowActionName, ActionId>>;

export type ActionIdSource = 'setting HUBSPOT_ACTION_IDS' | 'flows/action-types' | 'learned from a signed call';

export type FoundActionIds = {
  ids: ActionIds;
  from: Partial<Record<WorkflowActionName, ActionIdSource>>;
  missing: WorkflowActionName[];
};

/** "compute-pql-score=123:4,assign-owner=124:1". Every mistake is named. */
export function parseActionIds(text: string): { ids: ActionIds; problems: string[] } {
  const ids: ActionIds = {};
  const problems: string[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const match = /^([a-z_-]+)\s*=\s*(?:1-)?(\d+):(\d+)$/.exec(part);
    // Also as the project's files spell it: zo_compute_pql_score.
    const plain = match?.[1]?.replace(/^zo_/, '').replaceAll('_', '-');
    const name = workflowActionNames.find((candidate) => candidate === plain);
    if (match === null) problems.push(`"${part}" is not of the form name=ID:VERSION`);
    else if (name === undefined) problems.push(`"${match[1]}" is none of ${workflowActionNames.join(', ')}`);
    else ids[name] = { definitionId: match[2]!, version: Number(match[3]) };
  }
  return { ids, problems };
}

export type ActionIdPlaces = {
  setting: ActionIds;
  /** From `origin` of a verified execution or options call. */
  learned: ActionIds;
  /** Null: the beta is not there. */
  listed: ActionIds | null;
};

/** The first place that knows an action wins. */
export function chooseActionIds({ setting, listed, learned }: ActionIdPlaces): FoundActionIds {
  const found: FoundActionIds = { ids: {}, from: {}, missing: [] };
  const places: [ActionIdSource, ActionIds][] = [
    ['setting HUBSPOT_ACTION_IDS', setting],
    ['flows/action-types', listed ?? {}],
    ['learned from a signed call', learned],
  ];
  for (const name of workflowActionNames) {
    const place = places.find(([, ids]) => ids[name] !== undefined);
    if (place === undefined) found.missing.push(name);
    else {
      found.ids[name] = place[1][name];
      found.from[name] = place[0];
    }
  }
  return found;
}

/** Actions in the beta's list are ours by the uid of their definition. */
export function readActionTypes(types: ActionType[]): ActionIds {
  const ids: ActionIds = {};
  for (const name of workflowActionNames) {
    const type = types.find(({ uid }) => uid === workflowActions[name].uid);
    const definitionId = /^(?:1-)?(\d+)$/.exec(type?.id ?? '')?.[1];
    if (type !== undefined && definitionId !== undefined) ids[name] = { definitionId, version: type.version };
  }
  return ids;
}

export async function findActionIds(
  gateway: Pick<HubspotGateway, 'actionTypes'>,
  { setting, learned }: { setting: ActionIds; learned: ActionIds },
): Promise<FoundActionIds> {
  const isSettled = workflowActionNames.every((name) => setting[name] !== undefined);
  const listed = isSettled ? null : await listActionIds(gateway);
  return chooseActionIds({ setting, learned, listed });
}

async function listActionIds(gateway: Pick<HubspotGateway, 'actionTypes'>): Promise<ActionIds | null> {
  try {
    const types = await gateway.actionTypes();
    return types === null ? null : readActionTypes(types);
  } catch (error) {
    if (error instanceof NotPermitted) return null;
    throw error;
  }
}
