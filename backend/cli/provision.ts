import type { Command } from 'commander';
import type { ProvisionAnswer } from '../portals/provision-portal.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

type Options = { goLive?: boolean; portal?: string; json?: boolean };

export function addProvision(zo: Command): void {
  zo.command('provision')
    .description('Make in HubSpot what the playbook needs: properties and the two workflows, off')
    .option('--go-live', 'switch the workflows on and start handing off: people who are ready already are not alerted')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the report as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        if (!options.json) console.error(`Provisioning portal ${portalId} …`);
        const report = await client.call<ProvisionAnswer>('POST', `/portals/${portalId}/provision`, {
          goLive: options.goLive ?? false,
        });
        console.log(options.json ? JSON.stringify(report) : describe(report));
        const isBad = report.conflicts.length > 0 || report.workflows.some(({ state }) => state === 'differs');
        if (isBad) process.exitCode = 1;
      }),
    );
}

function describe(report: ProvisionAnswer): string {
  const lines = [
    `Properties: ${report.created.length} created, ${report.changed.length} changed, ${report.unchanged.length} as they should be`,
    ...report.conflicts.map(({ object, name, reason }) => `  conflict: ${object} ${name}: ${reason} (left as it is)`),
    ...report.workflows.map(describeWorkflow),
    report.goLiveAt === null
      ? 'Watch mode: crossings are listed and nobody is alerted. Go live with `zo provision --go-live`.'
      : `Live since ${new Date(report.goLiveAt).toISOString()}, ${report.mode} mode.`,
    `Meeting the definition now: ${report.matchingNow} in HubSpot, ${report.readyBefore.length} of ours; none of them is alerted about the past.`,
    ...report.readyBefore
      .slice(0, 20)
      .map(({ email, score, gate }) => `  ${email ?? 'no e-mail'}: score ${score}, ${gate}`),
  ];
  return lines.join('\n');
}

function describeWorkflow(workflow: ProvisionAnswer['workflows'][number]): string {
  const name = workflow.kind === 'handoff' ? 'Zo | SQL handoff' : 'Zo | Return to marketing';
  switch (workflow.state) {
    case 'no action ids':
      return `Workflow ${name}: not made, the ids of ${workflow.missing.join(', ')} are not known. Set HUBSPOT_ACTION_IDS, or put any Zo action into a workflow once; direct mode serves until then.`;
    case 'not permitted':
      return `Workflow ${name}: HubSpot does not allow it (${workflow.reason}); direct mode serves.`;
    case 'not wanted':
      return `Workflow ${name}: not needed, ${workflow.reason}`;
    case 'differs':
      return `Workflow ${name}: HubSpot keeps it differently and it stays off:\n  ${workflow.differences.join('\n  ')}`;
    default:
      return `Workflow ${name}: ${workflow.state}${workflow.done.length > 0 ? ` (${workflow.done.join(', ')})` : ''}`;
  }
}
