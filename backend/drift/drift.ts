/** What in HubSpot is not as the playbook in force says: workflows people changed, and others who write our properties. */
import type { RecordType } from '../hubspot/hubspot-record.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';

/** One workflow held against the playbook. */
export type CheckedWorkflow = { kind: WorkflowKind; name: string } & (
  | { state: 'as the playbook says'; flowId: string }
  /** `flowId` null: the workflow was deleted. */
  | { state: 'differs'; flowId: string | null; differences: string[] }
  | { state: 'not compared'; reason: string }
);

export type WorkflowDrift = CheckedWorkflow & {
  /** Since when it is found exactly so. */
  since: number;
  /** Of one that could not be compared: what differed when it last could. */
  standing?: Differing;
};

export type Differing = WorkflowDrift & { state: 'differs' };

/** What differs as far as is known: a look that could not compare does not end a difference. */
export function standingDifference(workflow: WorkflowDrift): Differing | null {
  if (workflow.state === 'differs') return { ...workflow };
  return workflow.state === 'not compared' ? (workflow.standing ?? null) : null;
}

/** Somebody else who writes a property that only we write. */
export type ForeignWriter = {
  /** Names writer and property. */
  key: string;
  object: RecordType;
  property: string;
  /** In words: 'workflow "Scoring"', 'user 501 (maria@acme.test)'. */
  writer: string;
  /** The newest write found. */
  example: { recordId: string; theirs: string; ours: string; at: number };
  firstSeenAt: number;
  lastSeenAt: number;
};

export type Restoration = {
  at: number;
  by: string;
  workflow: WorkflowKind;
  /** What differed before. */
  undone: string[];
  outcome: 'restored' | 'failed';
  reason: string | null;
};

export type DriftReport = {
  /** Null: never yet. */
  checkedAt: number | null;
  workflows: WorkflowDrift[];
  writers: ForeignWriter[];
  /** Newest first. */
  restorations: Restoration[];
};

/** Names of rows in the `settings` table. */
export const driftSettings = {
  workflows: 'drift: workflows',
  writers: 'drift: writers',
  /** The operator's note about a workflow, once it is posted. */
  note: (kind: WorkflowKind) => `drift: note about ${kind}`,
  restorations: 'drift: restorations',
  writtenBack: 'drift: written back',
} as const;

export type StoredWorkflows = { checkedAt: number; workflows: WorkflowDrift[] };

/** Where Slack shows the note; `since` says which difference it is about. */
export type PostedNote = { since: number; channel: string; ts: string };

/** The other way than to restore: a live workflow is held against the playbook as it is now. */
export const howToKeep =
  'To keep what was changed in HubSpot, make the playbook say the same: in its file, with `zo playbook apply FILE`, or in the settings.';
