import { type Command, InvalidArgumentError } from 'commander';
import { readProcessUser } from '../config.ts';
import type { SavedPlaybook } from '../portals/change-playbook.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { describeSimulation } from './describe-simulation.ts';

type Options = {
  portal?: string;
  author: string;
  reason: string;
  alertReady?: true;
  allowEveryone?: true;
  json?: true;
};

export function addPlaybookRollback(playbook: Command): void {
  playbook
    .command('rollback')
    .description('Save the text of an older version as a new one')
    .argument('<version>', 'the number of the older version', readVersion)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--author <name>', 'who changes it', readProcessUser())
    .option('--reason <text>', 'why', '')
    .option('--alert-ready', 'alert also whom it makes ready; otherwise they are only listed')
    .option('--allow-everyone', 'save it even when it makes all but everybody ready')
    .option('--json', 'print the result as one JSON object')
    .action((version: number, { portal, author, reason, alertReady, allowEveryone, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const path = `/portals/${portalId}/playbook/rollback`;
        const saved = await client.call<SavedPlaybook>('POST', path, {
          version,
          author,
          reason,
          alertReady: alertReady ?? false,
          allowEveryone: allowEveryone ?? false,
        });
        if (json) console.log(JSON.stringify(saved));
        else if (saved.version === saved.before)
          console.log(`Version ${saved.version} says the same: nothing was saved.`);
        else {
          console.log(`${saved.changes}\n${describeSimulation(saved)}\nVersion ${saved.version} is in force.`);
          console.log("Run `zo provision --apply` so that HubSpot's workflows follow.");
        }
      }),
    );
}

export function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the number of a version.');
}
