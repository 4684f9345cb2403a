/**
 * Finds, makes and changes our workflows in a portal. Creating one is not idempotent and the API has no key for it: so it is
 * looked for first, and after a lost answer it is looked for again, by the marker in its description.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { mendActions } from './compare-actions.ts';
import { compareFlow, type FlowDifferences } from './compare-flow.ts';
import type { Flow } from './flows.ts';
import { AlreadyExists, Ambiguous, FixTheRecord, Gone } from './hubspot-errors.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { WorkflowBody } from './workflow-body.ts';
import { namePrefix, type WorkflowKind, workflowMarkers } from './workflow-names.ts';

export const workflowParts = ['enrolment', 'actions', 'description'] as const satisfies (keyof FlowDifferences)[];
export type WorkflowPart = (typeof workflowParts)[number];

type Gateway = Pick<HubspotGateway, 'listFlows' | 'readFlow' | 'createFlow' | 'updateFlow'>;

/** HubSpot may still be making it when the answer was lost: it is looked for this often before we say we do not know. */
const looks = 3;
const lookAgainMs = 1_000;

/** `knownIds`: from an earlier run; they find a workflow also after somebody renamed it or took our marker away. */
export async function findWorkflows(
  gateway: Pick<Gateway, 'listFlows' | 'readFlow'>,
  knownIds: Partial<Record<WorkflowKind, string>>,
): Promise<Record<WorkflowKind, Flow | null>> {
  const found: Record<WorkflowKind, Flow | null> = { handoff: null, return: null };
  for (const kind of kinds) {
    const id = knownIds[kind];
    if (id !== undefined) found[kind] = await readIfThere(gateway, id);
  }
  if (kinds.every((kind) => found[kind] !== null)) return found;
  for (const { id, name } of await gateway.listFlows()) {
    if (!name.startsWith(namePrefix) || kinds.some((kind) => found[kind]?.id === id)) continue;
    // The listing has no descriptions.
    const flow = await readIfThere(gateway, id);
    const kind = flow === null ? undefined : kinds.find((one) => isMarked(flow, one));
    if (kind !== undefined && found[kind] === null) found[kind] = flow;
  }
  return found;
}

const kinds: WorkflowKind[] = ['handoff', 'return'];

function isMarked({ description }: Flow, kind: WorkflowKind): boolean {
  return typeof description === 'string' && description.includes(workflowMarkers[kind]);
}

export async function findWorkflow(
  gateway: Pick<Gateway, 'listFlows' | 'readFlow'>,
  kind: WorkflowKind,
  knownFlowId: string | null,
): Promise<Flow | null> {
  return (await findWorkflows(gateway, knownFlowId === null ? {} : { [kind]: knownFlowId }))[kind];
}

async function readIfThere(gateway: Pick<Gateway, 'readFlow'>, id: string): Promise<Flow | null> {
  try {
    return await gateway.readFlow(id);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

export type Sleep = (ms: number) => Promise<unknown>;

export type WorkflowToCreate = {
  kind: WorkflowKind;
  body: WorkflowBody;
  /** An earlier run began to create it and never learned the outcome. */
  mayExist: boolean;
};

export type WorkflowToRestore = {
  kind: WorkflowKind;
  wanted: WorkflowBody;
  knownFlowId: string | null;
  goLive: boolean;
};

/** Overwrites whatever differs, on or off included, and creates what is gone: for a restore that somebody asked for. */
export async function provisionWorkflow(
  gateway: Gateway,
  { kind, wanted, knownFlowId, goLive }: WorkflowToRestore,
): Promise<Flow> {
  const found = await findWorkflow(gateway, kind, knownFlowId);
  const flow = found ?? (await createWorkflow(gateway, { kind, body: wanted, mayExist: false }));
  const differences = compareFlow(wanted, flow);
  const parts = workflowParts.filter((part) => differences[part].length > 0);
  const changed = parts.length === 0 ? flow : await changeWorkflow(gateway, { flowId: flow.id, wanted, parts });
  return changed.isEnabled === goLive ? changed : switchWorkflow(gateway, flow.id, goLive);
}

/** Returns it as HubSpot shows it: HubSpot may have dropped what it did not understand. */
export async function createWorkflow(
  gateway: Gateway,
  { kind, body, mayExist }: WorkflowToCreate,
  sleep: Sleep = wait,
): Promise<Flow> {
  const earlier = mayExist ? await lookFor(gateway, kind, sleep) : null;
  if (earlier !== null) return earlier;
  let id: string;
  try {
    ({ id } = await gateway.createFlow(body));
  } catch (error) {
    const created = error instanceof Ambiguous ? await lookFor(gateway, kind, sleep) : null;
    if (created === null) throw error;
    return created;
  }
  return await gateway.readFlow(id);
}

async function lookFor(gateway: Gateway, kind: WorkflowKind, sleep: Sleep): Promise<Flow | null> {
  for (let look = 1; look <= looks; look += 1) {
    await sleep(lookAgainMs);
    const flow = (await findWorkflows(gateway, {}))[kind];
    if (flow !== null) return flow;
  }
  return null;
}

export type WorkflowToChange = {
  flowId: string;
  wanted: WorkflowBody;
  parts: readonly WorkflowPart[];
  /** As it was when the change was decided: what somebody saved since then is not overwritten. */
  revisionId?: string;
};

/**
 * Overwrites the named parts with what is wanted; whether it is switched on stays as it is. Actions that people added
 * between ours stay, unless ours are missing or out of order.
 */
export function changeWorkflow(gateway: Gateway, todo: WorkflowToChange): Promise<Flow> {
  const { flowId, wanted, parts, revisionId } = todo;
  const { description, enrollmentCriteria, suppressionListIds, actions, startActionId, nextAvailableActionId } = wanted;
  const change = (current: Flow) => ({
    ...(parts.includes('description') ? { description } : {}),
    ...(parts.includes('enrolment') ? { enrollmentCriteria, suppressionListIds } : {}),
    ...(parts.includes('actions') ? mended(current) : {}),
  });
  const mended = (current: Flow) => {
    const kept = mendActions(actions, current);
    return kept === null ? { actions, startActionId, nextAvailableActionId } : { actions: kept };
  };
  return updateFlow(gateway, flowId, (current) => {
    if (revisionId === undefined || current.revisionId === revisionId) return change(current);
    const differences = compareFlow(wanted, current);
    // Our own change, of which the answer was lost.
    if (parts.every((part) => differences[part].length === 0)) return null;
    const site = { call: 'flows', status: null } as const;
    throw new FixTheRecord('somebody saved it in the meantime: run this again', [], [], site);
  });
}

export function switchWorkflow(gateway: Gateway, flowId: string, isEnabled: boolean): Promise<Flow> {
  return updateFlow(gateway, flowId, () => ({ isEnabled }));
}

/** Somebody may save the workflow between our read and our write: then it is read and asked for again. Null changes nothing. */
async function updateFlow(
  gateway: Gateway,
  id: string,
  changeOf: (current: Flow) => Record<string, unknown> | null,
): Promise<Flow> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await gateway.readFlow(id);
    const change = changeOf(current);
    if (change === null) return current;
    try {
      await gateway.updateFlow(id, { ...writable(current), ...change });
      return await gateway.readFlow(id);
    } catch (error) {
      const isStale =
        error instanceof AlreadyExists || (error instanceof FixTheRecord && /revision/i.test(error.reason));
      if (!isStale || attempt === 3) throw error;
    }
  }
}

/** What may be sent back: the update's schema has no place for these. */
function writable(flow: Flow): Record<string, unknown> {
  const { id, createdAt, updatedAt, dataSources, flowType, objectTypeId, crmObjectCreationStatus, ...body } = flow;
  return body;
}
