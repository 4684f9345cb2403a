import type { Command } from 'commander';
import { adminClient, reportingErrors } from './admin-client.ts';
import { describeHistory } from './describe-history.ts';
import { describeSimulation } from './describe-simulation.ts';
import { asMistakesOf, readSourceFile, simulateOnServer } from './send-draft.ts';

export function addPlaybookSimulate(playbook: Command): void {
  playbook
    .command('simulate')
    .description(
      "Hold FILE against today's people and your past customers on the running server, without anything of it going live",
    )
    .argument('<file>', 'the draft (YAML)')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--no-history', 'only today, which is quicker')
    .option('--json', 'print the result as one JSON object')
    .action((file: string, { portal, history, json }: { portal?: string; history: boolean; json?: true }) =>
      reportingErrors(async () => {
        const source = await readSourceFile(file);
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const simulation = await simulateOnServer(client, portalId, source, history).catch(asMistakesOf(file, source));
        console.log(
          json
            ? JSON.stringify(simulation)
            : [describeSimulation(simulation), ...describeHistory(simulation.history, client.timeZone())].join('\n'),
        );
      }),
    );
}
