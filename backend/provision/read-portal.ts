/** Reads from HubSpot all that a plan is made of. Writes nothing; what the portal does not permit is an answer. */
import { type ActionIds, type FoundActionIds, findActionIds } from '../hubspot/action-ids.ts';
import type { Flow } from '../hubspot/flows.ts';
import { FixTheRecord, NotPermitted } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { LiveList } from '../hubspot/lists.ts';
import { findWorkflows } from '../hubspot/provision-workflow.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import { artefactWords, listArtefact } from './artefact.ts';
import type { Stage } from './check-stages.ts';
import { countReady } from './count-ready.ts';
import type { KeptArtefacts } from './keeping.ts';
import type { ListsFound } from './plan-lists.ts';
import type { PropertiesFound } from './plan-properties.ts';
import { listNames } from './zo-lists.ts';

export type WorkflowsFound = { flows: Record<WorkflowKind, Flow | null> } | { notPermitted: string };

export type PortalFound = PropertiesFound & {
  /** In the portal's order; null when it does not show them. */
  stages: Stage[] | null;
  actionIds: FoundActionIds;
  workflows: WorkflowsFound;
  lists: ListsFound;
  /** Contacts that are ready and free, as HubSpot's search has them; some seconds behind. */
  matching: number;
};

export type PortalToRead = {
  gateway: HubspotGateway;
  kept: KeptArtefacts;
  knownFlowIds: Partial<Record<WorkflowKind, string>>;
  actionIds: { setting: ActionIds; learned: ActionIds };
  freePlans: string[];
  /** Granted to our token. */
  scopes: readonly string[];
};

export async function readPortal(wanted: PortalToRead): Promise<PortalFound> {
  const { gateway, freePlans } = wanted;
  const found = await readProperties(gateway);
  const stages = stagesIn(found);
  return {
    ...found,
    stages,
    actionIds: await findActionIds(gateway, wanted.actionIds),
    workflows: await readWorkflows(wanted),
    lists: await readLists(wanted),
    matching: await countMatching(gateway, { freePlans, stages: (stages ?? []).map(({ value }) => value) }),
  };
}

export async function readProperties(
  gateway: Pick<HubspotGateway, 'listPropertyGroups' | 'listProperties'>,
): Promise<PropertiesFound> {
  return {
    groups: {
      contact: await gateway.listPropertyGroups('contact'),
      company: await gateway.listPropertyGroups('company'),
    },
    properties: {
      contact: await gateway.listProperties('contact'),
      company: await gateway.listProperties('company'),
    },
  };
}

function stagesIn({ properties }: PropertiesFound): Stage[] | null {
  const property = properties.contact.find(({ name }) => name === 'lifecyclestage');
  if (property === undefined) return null;
  return property.options
    .toSorted((one, other) => (one.displayOrder ?? 0) - (other.displayOrder ?? 0))
    .map(({ value, label }) => ({ value, label }));
}

async function readWorkflows({ gateway, knownFlowIds }: PortalToRead): Promise<WorkflowsFound> {
  try {
    return { flows: await findWorkflows(gateway, knownFlowIds) };
  } catch (error) {
    if (error instanceof NotPermitted) return { notPermitted: error.reason };
    throw error;
  }
}

const listScopes = ['crm.lists.read', 'crm.lists.write'];

async function readLists({ gateway, kept, scopes }: PortalToRead): Promise<ListsFound> {
  const missing = listScopes.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) return { notPermitted: `the app has not been granted ${missing.join(' and ')}` };
  try {
    const lists: Record<string, LiveList | null> = {};
    for (const name of Object.values(listNames)) {
      lists[name] = await findList(gateway, name, kept[artefactWords(listArtefact(name))]?.id ?? null);
    }
    return { lists };
  } catch (error) {
    if (error instanceof NotPermitted) return { notPermitted: error.reason };
    throw error;
  }
}

/** By the id of an earlier run first: people may have renamed it. */
async function findList(gateway: HubspotGateway, name: string, knownId: string | null): Promise<LiveList | null> {
  const known = knownId === null ? null : await gateway.readList(knownId);
  return known ?? (await gateway.findList(name));
}

/** Before the properties are there HubSpot refuses the question, and nobody matches. */
async function countMatching(
  gateway: HubspotGateway,
  free: { freePlans: string[]; stages: string[] },
): Promise<number> {
  try {
    return await countReady(gateway, free);
  } catch (error) {
    if (error instanceof FixTheRecord) return 0;
    throw error;
  }
}
