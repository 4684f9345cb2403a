/**
 * `zo provision`: everything of ours in a portal, idempotently. Properties first, then the two workflows, off; going live
 * switches them on. What the portal does not allow is said and worked around: direct mode serves without workflows.
 */
import type { Playbook, WorkflowActionName } from '@zo/shared';
import { type ActionIdSource, type ActionIds, type FoundActionIds, findActionIds } from './action-ids.ts';
import { NotPermitted } from './hubspot-errors.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import { readLifecycleStages, stagesBeforeSql } from './lifecycle-stages.ts';
import type { PropertyConflict } from './property-plan.ts';
import { ensureProperties } from './provision-properties.ts';
import { type ProvisionedWorkflow, provisionWorkflow } from './provision-workflow.ts';
import type { HubspotLog } from './transport.ts';
import { wantedWorkflow } from './wanted-workflow.ts';
import type { WorkflowKind } from './workflow-names.ts';

export type ProvisionOptions = {
  gateway: HubspotGateway;
  playbook: Playbook;
  version: number;
  goLive: boolean;
  /** The setting HUBSPOT_ACTION_IDS, parsed. */
  settingActionIds: ActionIds;
  learnedActionIds: ActionIds;
  /** Workflow ids of an earlier run. */
  knownFlowIds: Partial<Record<WorkflowKind, string>>;
  /** Goes into the descriptions. */
  link: string | null;
  log: HubspotLog;
};

export type WorkflowReport =
  | ProvisionedWorkflow
  | { kind: WorkflowKind; state: 'no action ids'; missing: WorkflowActionName[] }
  | { kind: WorkflowKind; state: 'not permitted'; reason: string }
  | { kind: WorkflowKind; state: 'not wanted'; reason: string };

export type ProvisionReport = {
  created: string[];
  changed: string[];
  unchanged: string[];
  conflicts: PropertyConflict[];
  workflows: WorkflowReport[];
  /** Where each action's id was found. */
  actionIdsFrom: Partial<Record<WorkflowActionName, ActionIdSource>>;
  /** The portal's lifecycle stages, in order. */
  stages: string[];
  /** Contacts that meet the definition and are free, as HubSpot has them now; some seconds behind. */
  matchingNow: number;
};

export async function provision(options: ProvisionOptions): Promise<ProvisionReport> {
  const { gateway, playbook, log } = options;
  const properties = await ensureProperties(gateway);
  const stages = await readLifecycleStages(gateway);
  const found = await findActionIds(gateway, {
    setting: options.settingActionIds,
    learned: options.learnedActionIds,
  });
  const workflows = [
    await provisionOne('handoff', options, found, stages),
    await provisionOne('return', options, found, stages),
  ];
  const matchingNow = await countMatching(gateway, playbook, stages);
  const { created, changed, unchanged, conflicts } = properties;
  for (const { kind, state } of workflows) log.debug({ kind, state }, 'Workflow provisioned');
  for (const { object, name, reason } of conflicts) log.warn({ object, name, reason }, 'Property in conflict');
  return { created, changed, unchanged, conflicts, workflows, actionIdsFrom: found.from, stages, matchingNow };
}

async function provisionOne(
  kind: WorkflowKind,
  options: ProvisionOptions,
  found: FoundActionIds,
  stages: string[],
): Promise<WorkflowReport> {
  const { playbook, version, link, goLive, gateway } = options;
  const answer = wantedWorkflow(kind, { playbook, version, link, stages, actionIds: found.ids });
  if ('state' in answer) return { kind, ...answer };
  try {
    const knownFlowId = options.knownFlowIds[kind] ?? null;
    return await provisionWorkflow(gateway, { kind, wanted: answer.wanted, knownFlowId, goLive });
  } catch (error) {
    if (error instanceof NotPermitted) return { kind, state: 'not permitted', reason: error.reason };
    throw error;
  }
}

function countMatching(gateway: HubspotGateway, { freePlans }: Playbook, stages: string[]): Promise<number> {
  const ready = { propertyName: 'zo_sql_ready', operator: 'EQ', value: 'yes' } as const;
  const before = stagesBeforeSql(stages);
  const stageChoices = [
    { propertyName: 'lifecyclestage', operator: 'NOT_HAS_PROPERTY' } as const,
    ...(before.length === 0 ? [] : [{ propertyName: 'lifecyclestage', operator: 'IN', values: before } as const]),
  ];
  const planChoices = [
    { propertyName: 'zo_plan', operator: 'NOT_HAS_PROPERTY' } as const,
    ...(freePlans.length === 0
      ? []
      : [{ propertyName: 'zo_plan', operator: 'IN', values: freePlans.map((plan) => plan.toLowerCase()) } as const]),
  ];
  return gateway.countContacts(stageChoices.flatMap((stage) => planChoices.map((plan) => [ready, stage, plan])));
}
