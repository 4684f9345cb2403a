import { type Command, InvalidArgumentError } from 'commander';
import { readProcessUser } from '../config.ts';
import type { SavedPlaybook } from '../portals/change-playbook.ts';
import type { StoredPlaybook } from '../store/store.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { isConfirmed } from './confirm.ts';
import { describeSimulation } from './describe-simulation.ts';
import { simulateOnServer, throwWhereReadOnly } from './send-draft.ts';

type Options = {
  portal?: string;
  author: string;
  reason: string;
  yes?: true;
  alertReady?: true;
  allowEveryone?: true;
  json?: true;
};

export function addPlaybookRollback(playbook: Command): void {
  playbook
    .command('rollback')
    .description('Show what the text of an older version would change today, and save it as a new version')
    .argument('<version>', 'the number of the older version', readVersion)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--author <name>', 'who changes it', readProcessUser())
    .option('--reason <text>', 'why', '')
    .option('--yes', 'save without asking; needed where nobody can be asked, as in a script or with --json')
    .option('--alert-ready', 'alert also whom it makes ready; otherwise they are only listed')
    .option('--allow-everyone', 'save it even when it makes all but everybody ready')
    .option('--json', 'print the result as one JSON object')
    .action((version: number, { portal, author, reason, yes, alertReady, allowEveryone, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        if (!yes) {
          const older = await client.call<{ playbook: StoredPlaybook }>(
            'GET',
            `/portals/${portalId}/playbook/versions/${version}`,
          );
          const simulation = await simulateOnServer(client, portalId, older.playbook.source, false);
          console.log(json ? JSON.stringify(simulation) : describeSimulation(simulation));
          await throwWhereReadOnly(client, portalId);
          if (json || !process.stdin.isTTY)
            throw new AdminError(`Nothing was saved: say --yes to go back to version ${version}.`);
          if (!(await isConfirmed(`Go back to version ${version}?`))) {
            console.log('Nothing was saved.');
            return;
          }
        }
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
          console.log(client.words("Run `zo provision --apply` so that HubSpot's workflows follow."));
        }
      }),
    );
}

export function readVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the number of a version.');
}
