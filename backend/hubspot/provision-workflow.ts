/**
 * Makes one workflow in a portal what it should be, and switches it on when asked to. Creating a workflow is not
 * idempotent and the API has no key for it: so it is looked for first, and after a lost answer it is looked for again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { allDifferences, compareFlow } from './compare-flow.ts';
import type { Flow } from './flows.ts';
import { AlreadyExists, Ambiguous, FixTheRecord, Gone } from './hubspot-errors.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { WorkflowBody } from './workflow-body.ts';
import { namePrefix, type WorkflowKind, workflowMarkers } from './workflow-names.ts';

export type ProvisionedWorkflow = {
  kind: WorkflowKind;
  flowId: string;
  /** 'differs': HubSpot does not keep it as written; it is not switched on. */
  state: 'off' | 'live' | 'differs';
  done: ('created' | 'changed' | 'switched on')[];
  /** What was found not to be as wanted, before it was changed. */
  found: string[];
  /** What is still not as wanted. */
  differences: string[];
};

export type WorkflowToProvision = {
  kind: WorkflowKind;
  wanted: WorkflowBody;
  /** From an earlier run; finds the workflow also after somebody renamed it. */
  knownFlowId: string | null;
  goLive: boolean;
};

type Gateway = Pick<HubspotGateway, 'listFlows' | 'readFlow' | 'createFlow' | 'updateFlow'>;

const lookAgainMs = 1_000;

export async function provisionWorkflow(gateway: Gateway, todo: WorkflowToProvision): Promise<ProvisionedWorkflow> {
  const { kind, wanted, goLive } = todo;
  const done: ProvisionedWorkflow['done'] = [];
  let found: string[] = [];
  let live = await findWorkflow(gateway, kind, todo.knownFlowId);
  if (live === null) {
    live = await createOnce(gateway, kind, wanted);
    done.push('created');
  } else {
    found = allDifferences(compareFlow(wanted, live));
    if (found.length > 0) {
      live = await changeFlow(gateway, live.id, (current) => mend(wanted, current));
      done.push('changed');
    }
  }
  const differences = allDifferences(compareFlow(wanted, live));
  if (differences.length > 0) return { kind, flowId: live.id, state: 'differs', done, found, differences };
  if (goLive && !live.isEnabled) {
    live = await changeFlow(gateway, live.id, (current) => ({ ...writable(current), isEnabled: true }));
    done.push('switched on');
  }
  return { kind, flowId: live.id, state: live.isEnabled ? 'live' : 'off', done, found, differences };
}

/** Ours carries our marker. The listing has no descriptions, so those that may be ours are read. */
export async function findWorkflow(
  gateway: Pick<Gateway, 'listFlows' | 'readFlow'>,
  kind: WorkflowKind,
  knownFlowId: string | null,
): Promise<Flow | null> {
  const listed = await gateway.listFlows();
  const candidates = listed.filter(({ id, name }) => id === knownFlowId || name.startsWith(namePrefix));
  candidates.sort((one, other) => Number(other.id === knownFlowId) - Number(one.id === knownFlowId));
  for (const { id } of candidates) {
    const flow = await readIfThere(gateway, id);
    if (typeof flow?.description === 'string' && flow.description.includes(workflowMarkers[kind])) return flow;
  }
  return null;
}

async function readIfThere(gateway: Pick<Gateway, 'readFlow'>, id: string): Promise<Flow | null> {
  try {
    return await gateway.readFlow(id);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** Reads it back: HubSpot may have dropped what it did not understand. */
async function createOnce(gateway: Gateway, kind: WorkflowKind, wanted: WorkflowBody): Promise<Flow> {
  try {
    const { id } = await gateway.createFlow(wanted);
    return await gateway.readFlow(id);
  } catch (error) {
    if (!(error instanceof Ambiguous)) throw error;
    await sleep(lookAgainMs);
    const flow = await findWorkflow(gateway, kind, null);
    if (flow === null) throw error;
    return flow;
  }
}

/** Somebody may save the workflow between our read and our write: then it is read and changed once more. */
async function changeFlow(
  gateway: Gateway,
  id: string,
  change: (current: Flow) => Record<string, unknown>,
): Promise<Flow> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await gateway.readFlow(id);
    try {
      await gateway.updateFlow(id, change(current));
      return await gateway.readFlow(id);
    } catch (error) {
      const isStale =
        error instanceof AlreadyExists || (error instanceof FixTheRecord && /revision/i.test(error.reason));
      if (!isStale || attempt === 3) throw error;
    }
  }
}

/**
 * The definition's parts are replaced; actions only when ours are not all there in order, so that what people added between
 * them stays. Whether it is switched on stays as it is.
 */
function mend(wanted: WorkflowBody, current: Flow): Record<string, unknown> {
  const keepsActions = compareFlow(wanted, current).actions.length === 0;
  const { actions, startActionId, nextAvailableActionId } = keepsActions ? current : wanted;
  return {
    ...writable(current),
    description: wanted.description,
    enrollmentCriteria: wanted.enrollmentCriteria,
    actions,
    startActionId,
    nextAvailableActionId,
  };
}

/** What may be sent back: the update's schema has no place for these. */
function writable(flow: Flow): Record<string, unknown> {
  const { id, createdAt, updatedAt, dataSources, flowType, objectTypeId, crmObjectCreationStatus, ...body } = flow;
  return body;
}
