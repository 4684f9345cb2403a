import type { DriftFound } from '@zo/shared';
import { type DriftReport, standingDifference, type WorkflowDrift } from '../drift/drift.ts';
import { workflowNames } from '../hubspot/workflow-names.ts';

/** What the last look at the live workflows found, for the page. */
export function driftFound({ checkedAt, workflows, writers, restorations }: DriftReport): DriftFound {
  return {
    checkedAt,
    workflows: workflows.map(workflowOf),
    writers: writers.map(({ writer, property, lastSeenAt, example }) => ({
      writer,
      property,
      lastSeenAt,
      words: `wrote "${example.theirs}" where Zo had written "${example.ours}"`,
    })),
    restorations: restorations.map(({ at, by, workflow, outcome, undone, reason }) => ({
      at,
      by,
      workflow: workflowNames[workflow],
      outcome,
      words: reason === null ? undone : [reason, ...undone],
    })),
  };
}

/** What differed when it could last be compared stands until a look finds it mended. */
function workflowOf(workflow: WorkflowDrift): DriftFound['workflows'][number] {
  const { kind, name, state, since } = workflow;
  const standing = standingDifference(workflow);
  const reason = workflow.state === 'not compared' ? [workflow.reason] : [];
  return { kind, name, state, since, words: [...reason, ...(standing?.differences ?? [])] };
}
