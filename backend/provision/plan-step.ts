/** A plan as data: what to do in the portal, in order, and everything a person should know before it is done. */
import type { OrBranch } from '../hubspot/filter-branch.ts';
import type { RecordType } from '../hubspot/hubspot-record.ts';
import type { NewProperty, PropertyChange } from '../hubspot/property-calls.ts';
import type { WorkflowPart } from '../hubspot/provision-workflow.ts';
import type { WorkflowBody } from '../hubspot/workflow-body.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import type { Artefact } from './artefact.ts';
import type { OwnerFound } from './check-owners.ts';
import type { Parts } from './three-way.ts';

export type Step = {
  artefact: Artefact;
  /** What is made, or the differences, in words. */
  words: string[];
} & (
  | { act: 'create'; wasDeleted: boolean; work: CreateWork; sent: Parts }
  /** `ours`: what it replaces and nobody else wrote. */
  | { act: 'change'; isForced: boolean; work: ChangeWork; sent: Parts; ours: Parts }
  | { act: 'switch on'; work: { workflow: WorkflowKind } }
  /** Somebody changed it; `remedy` says how to have it ours again. */
  | { act: 'leave alone'; remedy: string }
  | { act: 'refuse' }
);

export type CreateWork =
  | { group: { object: RecordType; name: string; label: string } }
  | { property: NewProperty; object: RecordType }
  | { workflow: WorkflowKind; body: WorkflowBody; mayExist: boolean }
  | { list: { name: string; filterBranch: OrBranch } };

export type ChangeWork =
  | { property: string; object: RecordType; change: PropertyChange }
  | { workflow: WorkflowKind; flowId: string; revisionId: string; body: WorkflowBody; parts: WorkflowPart[] }
  | { list: { id: string; filterBranch: OrBranch } };

export type WritingStep = Extract<Step, { sent: Parts }>;

/** An artefact that needs nothing, and what of it to remember as ours. */
export type AsWanted = { artefact: Artefact; id: string | null; sent: Parts; returned: Parts };

/** What the parts of a plan are gathered in. */
export type Planned = {
  steps: Step[];
  asWanted: AsWanted[];
  /** What the portal does not allow or does not need, and what serves instead. */
  notes: string[];
};

export type ProvisionPlan = Planned & {
  /** Nothing is written while there is one. */
  refusals: string[];
  owners: OwnerFound[];
  workflows: Record<WorkflowKind, { flowId: string; isOn: boolean } | null>;
};

export function joinPlanned(...parts: Planned[]): Planned {
  return {
    steps: parts.flatMap(({ steps }) => steps),
    asWanted: parts.flatMap(({ asWanted }) => asWanted),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

export function isWriting(step: Step): step is WritingStep {
  return step.act === 'create' || step.act === 'change';
}

/** `--force` names an artefact by its name, or by its words where a name is there twice. */
export type Force = (artefact: Artefact) => boolean;
