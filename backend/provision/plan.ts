/** From what a portal has and what the playbook wants: what to do, in order. Pure: the same portal gives the same plan. */
import { type Playbook, type PropertyDefinition, properties } from '@zo/shared';
import { actionNames } from '../hubspot/action-names.ts';
import { stagesBeforeSql } from '../hubspot/lifecycle-stages.ts';
import { wantedWorkflow } from '../hubspot/wanted-workflow.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import { artefactWords, workflowArtefact } from './artefact.ts';
import { leadStatusNotes } from './check-lead-status.ts';
import { type OwnerFound, ownerRefusals } from './check-owners.ts';
import { stageRefusals } from './check-stages.ts';
import { forceOf, unknownForces } from './force.ts';
import type { KeptArtefacts } from './keeping.ts';
import { planLists } from './plan-lists.ts';
import { planProperties } from './plan-properties.ts';
import { joinPlanned, type Planned, type ProvisionPlan } from './plan-step.ts';
import { planWorkflow } from './plan-workflow.ts';
import type { PortalFound } from './read-portal.ts';
import { zoLists } from './zo-lists.ts';

export type ToPlan = {
  playbook: Playbook;
  found: PortalFound;
  owners: OwnerFound[];
  kept: KeptArtefacts;
  goLive: boolean;
  /** Names of artefacts that may be overwritten although somebody changed them. */
  force: readonly string[];
  /** Workflows an earlier run left switched on. */
  wereOn: readonly WorkflowKind[];
  /** The portal's. */
  timeZone: string;
  link: string | null;
  /** Ours, unless a test asks for fewer. */
  properties?: readonly PropertyDefinition[];
};

export function planProvision(todo: ToPlan): ProvisionPlan {
  const { playbook, found, kept, owners } = todo;
  const isForced = forceOf(todo.force);
  const stages = (found.stages ?? []).map(({ value }) => value);
  const lists = zoLists({ freePlans: playbook.freePlans, stagesBeforeSql: stagesBeforeSql(stages) });
  const workflows = planWorkflows(todo, stages);
  const planned = inOrder(
    joinPlanned(
      planProperties(todo.properties ?? properties, found, kept, isForced),
      workflows,
      planLists(lists, found.lists, kept, isForced),
    ),
  );
  const artefacts = [...planned.steps, ...planned.asWanted].map(({ artefact }) => artefact);
  return {
    ...planned,
    notes: [...planned.notes, ...leadStatusNotes(playbook, found)],
    refusals: [
      ...ownerRefusals(owners),
      ...stageRefusals(playbook, found.stages),
      ...unknownForces(todo.force, artefacts),
    ],
    owners,
    workflows: { handoff: flowOf(found, 'handoff'), return: flowOf(found, 'return') },
  };
}

function planWorkflows(todo: ToPlan, stages: string[]): Planned {
  const { playbook, found, kept, link, timeZone, goLive, wereOn } = todo;
  if ('notPermitted' in found.workflows) {
    return {
      steps: [],
      asWanted: [],
      notes: [`workflows: not made, ${found.workflows.notPermitted}; direct mode serves`],
    };
  }
  const { flows } = found.workflows;
  const actionIds = found.actionIds.ids;
  const isForced = forceOf(todo.force);
  const plan = (kind: WorkflowKind) =>
    planWorkflow(
      {
        kind,
        wanted: wantedWorkflow(kind, { playbook, actionIds, stages, timeZone, link }),
        live: flows[kind],
        kept: kept[artefactWords(workflowArtefact(kind))] ?? null,
        goLive,
        wasOn: wereOn.includes(kind),
        names: actionNames(actionIds),
      },
      isForced,
    );
  return joinPlanned(plan('handoff'), plan('return'));
}

/** Going live comes last: a workflow that is on should find everything else in its place. */
function inOrder(planned: Planned): Planned {
  const isLast = ({ act }: Planned['steps'][number]) => act === 'switch on';
  return {
    ...planned,
    steps: [...planned.steps.filter((step) => !isLast(step)), ...planned.steps.filter(isLast)],
  };
}

function flowOf({ workflows }: PortalFound, kind: WorkflowKind): { flowId: string; isOn: boolean } | null {
  const flow = 'flows' in workflows ? workflows.flows[kind] : null;
  return flow === null ? null : { flowId: flow.id, isOn: flow.isEnabled };
}
