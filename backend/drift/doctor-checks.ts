/** Drift as the doctor tells it: each difference with what helps. Pure. */
import type { Check } from '../portals/doctor.ts';
import { type DriftReport, howToKeep, type WorkflowDrift } from './drift.ts';
import { writerWords } from './note-writers.ts';

export function driftChecks({ workflows, writers }: DriftReport): Check[] {
  return [
    ...workflows.map(workflowCheck),
    ...writers.map(
      (writer): Check => ({
        name: 'Another writer',
        state: 'problem',
        detail: writerWords(writer),
        remedy: 'Take the property out of it; the alarm goes a week after the last time.',
      }),
    ),
  ];
}

function workflowCheck(workflow: WorkflowDrift): Check {
  const check = { name: 'Workflow', remedy: null };
  if (workflow.state === 'as the playbook says') {
    return { ...check, state: 'ok', detail: `${workflow.name} is as the playbook says` };
  }
  if (workflow.state === 'not compared') {
    return { ...check, state: 'warning', detail: `${workflow.name} was not compared: ${workflow.reason}` };
  }
  const detail = `${workflow.name}: ${workflow.differences.join('; ')}`;
  return {
    ...check,
    state: 'problem',
    detail,
    remedy: `Run \`zo drift --restore\`, or press Restore in Slack. ${howToKeep}`,
  };
}
