/** What follows from a check of the workflows: alarms, and a note for each distinct difference, once. Pure. */
import { type Effect, priorities } from '../outbox/effect.ts';
import { type CheckedWorkflow, standingDifference, type WorkflowDrift } from './drift.ts';

export type DriftConsequences = {
  workflows: WorkflowDrift[];
  raise: { key: string; message: string }[];
  clear: string[];
  /** Wanted again and again while the difference is there: a key is posted once, ever. */
  notes: Effect[];
};

export const operatorLane = 'slack:operator';

export function noteDifferences(before: WorkflowDrift[], checked: CheckedWorkflow[], now: number): DriftConsequences {
  const workflows = checked.map((workflow): WorkflowDrift => {
    const known = before.find(({ kind }) => kind === workflow.kind);
    const standing = known === undefined ? null : standingDifference(known);
    const same = [known, standing].find((one) => one && isSame(one, workflow));
    const since = same?.since ?? now;
    return workflow.state === 'not compared' && standing !== null
      ? { ...workflow, since, standing }
      : { ...workflow, since };
  });
  const gone = before.filter(({ kind }) => !checked.some((workflow) => workflow.kind === kind));
  const differing = workflows.filter((workflow) => workflow.state === 'differs');
  return {
    workflows,
    raise: differing.map((workflow) => ({ key: alarmKey(workflow), message: alarmWords(workflow) })),
    clear: [...gone, ...workflows.filter(({ state }) => state === 'as the playbook says')].map(alarmKey),
    notes: differing.map((workflow) => ({
      kind: 'post drift note',
      key: `drift:${workflow.kind}:${workflow.since}`,
      lane: operatorLane,
      priority: priorities.routine,
      headline: headlineOf(workflow),
      lines: workflow.differences,
      restores: { workflow: workflow.kind, since: workflow.since },
    })),
  };
}

export function headlineOf({ name }: Pick<CheckedWorkflow, 'name'>): string {
  return `The workflow "${name}" is not as the playbook says`;
}

function alarmWords(workflow: WorkflowDrift & { state: 'differs' }): string {
  return `${headlineOf(workflow)}: ${workflow.differences.join('; ')}. \`zo drift --restore\` restores it.`;
}

export function alarmKey({ kind }: Pick<CheckedWorkflow, 'kind'>): string {
  return `drift:${kind}`;
}

function isSame(before: CheckedWorkflow, { kind, state, ...now }: CheckedWorkflow): boolean {
  if (before.kind !== kind || before.state !== state) return false;
  const words = (workflow: object) => ('differences' in workflow ? JSON.stringify(workflow.differences) : '');
  return words(before) === words(now);
}
