import type { Command } from 'commander';
import { readProcessUser } from '../config.ts';
import { type DriftReport, howToKeep, type WorkflowDrift } from '../drift/drift.ts';
import type { RestoredWorkflows } from '../http/admin/drift-routes.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

type Options = { restore?: boolean; portal?: string; json?: boolean };

export function addDrift(zo: Command): void {
  zo.command('drift')
    .description(
      'Hold the live workflows against the playbook, condition by condition; look for other writers on our properties',
    )
    .option('--restore', 'make every workflow that differs what the playbook says again')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the report as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const route = `/portals/${portalId}/drift`;
        const restored = options.restore
          ? await client.call<RestoredWorkflows>('POST', `${route}/restore`, { by: readProcessUser() })
          : { workflows: [] };
        const report = await client.call<DriftReport>('POST', route);
        if (options.json) console.log(JSON.stringify({ portalId, ...report, restored: restored.workflows }));
        else
          console.log(client.words([...restored.workflows.flatMap(describeRestored), ...describe(report)].join('\n')));
        const isBad = report.workflows.some(({ state }) => state === 'differs') || report.writers.length > 0;
        const isMissed = restored.workflows.some(({ outcome }) => outcome === 'failed' || outcome === 'not compared');
        if (isBad || isMissed) process.exitCode = 1;
      }),
    );
}

function describeRestored(answer: RestoredWorkflows['workflows'][number]): string[] {
  if (answer.outcome === 'nothing to restore') return [];
  if (answer.outcome === 'not compared') {
    return [`The ${answer.workflow} workflow could not be restored: ${answer.reason}`];
  }
  const undone = answer.undone.map((difference) => `  - ${difference}`);
  if (answer.outcome === 'restored') return [`Restored the ${answer.workflow} workflow; it differed in:`, ...undone];
  return [`The ${answer.workflow} workflow could not be restored: ${answer.reason}`, ...undone];
}

function describe({ workflows, writers }: DriftReport): string[] {
  return [
    ...(workflows.length === 0 ? ['No workflow was provisioned yet: there is nothing to compare.'] : []),
    ...workflows.flatMap(describeWorkflow),
    ...writers.map(
      ({ writer, property, object, example }) =>
        `Another writer: ${writer} writes ${property} on ${object} ${example.recordId} ("${example.theirs}" over our "${example.ours}")`,
    ),
  ];
}

function describeWorkflow(workflow: WorkflowDrift): string[] {
  const name = `Workflow ${workflow.name}`;
  if (workflow.state === 'as the playbook says') return [`${name}: as the playbook says`];
  if (workflow.state === 'not compared') return [`${name}: not compared, ${workflow.reason}`];
  return [
    `${name}: not as the playbook says`,
    ...workflow.differences.map((difference) => `  - ${difference}`),
    '  → `zo drift --restore` restores it.',
    `    ${howToKeep}`,
  ];
}
