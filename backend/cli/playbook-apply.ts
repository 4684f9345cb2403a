import type { Command } from 'commander';
import { readProcessUser } from '../config.ts';
import { eventWarnings } from '../playbook/event-warnings.ts';
import type { SavedPlaybook } from '../portals/change-playbook.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { isConfirmed } from './confirm.ts';
import { describeProblem } from './describe-problem.ts';
import { changesPeople, describeSimulation } from './describe-simulation.ts';
import { eventsSeen } from './events-seen.ts';
import { showingProgress } from './rules-progress.ts';
import { asMistakesOf, readSourceFile, simulateOnServer, throwWhereReadOnly } from './send-draft.ts';

type Options = {
  portal?: string;
  author: string;
  reason: string;
  dryRun?: true;
  yes?: true;
  alertReady?: true;
  allowEveryone?: true;
  json?: true;
};

export function addPlaybookApply(playbook: Command): void {
  playbook
    .command('apply')
    .description('Show what FILE would change today, and save it as a new version on the running server')
    .argument('<file>', 'the playbook (YAML)')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--author <name>', 'who changes it', readProcessUser())
    .option('--reason <text>', 'why', '')
    .option('--dry-run', 'show what would change, and save nothing')
    .option('--yes', 'save without asking; needed where nobody can be asked, as in a script or with --json')
    .option('--alert-ready', 'alert also whom this version makes ready; otherwise they are only listed')
    .option('--allow-everyone', 'save it even when it makes all but everybody ready')
    .option('--json', 'print the result as one JSON object')
    .action((file: string, options: Options) =>
      reportingErrors(async () => {
        const source = await readSourceFile(file);
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const simulation = await simulateOnServer(client, portalId, source, false).catch(asMistakesOf(file, source));
        if (!options.json) {
          console.log(describeSimulation(simulation));
          for (const warning of eventWarnings(source, await eventsSeen(client, portalId))) {
            console.log(`Warning: ${describeProblem(file, source, warning)}`);
          }
        }
        if (options.dryRun) {
          if (options.json) console.log(JSON.stringify(simulation));
          else console.log('Nothing was saved.');
          return;
        }
        await throwWhereReadOnly(client, portalId);
        if (!options.yes) {
          if (options.json || !process.stdin.isTTY)
            throw new AdminError(`Nothing was saved: say --yes to save ${file}.`);
          if (changesPeople(simulation.today) && !(await isConfirmed('Save it?'))) {
            console.log('Nothing was saved.');
            return;
          }
        }
        const saving = client.call<SavedPlaybook>('PUT', `/portals/${portalId}/playbook`, {
          source,
          author: options.author,
          reason: options.reason,
          expectedVersion: simulation.version,
          alertReady: options.alertReady ?? false,
          allowEveryone: options.allowEveryone ?? false,
        });
        const saved = options.json ? await saving : await showingProgress(client, portalId, saving);
        if (options.json) console.log(JSON.stringify(saved));
        else console.log(client.words(describeSaved(saved, options.alertReady ?? false)));
      }),
    );
}

function describeSaved({ version, before, today }: SavedPlaybook, alertReady: boolean): string {
  if (version === before) return `No difference to version ${version}: nothing was saved.`;
  const ready = today.added.count === 1 ? 'The person' : `The ${today.added.count} people`;
  return [
    `Version ${version} is in force; where its signals differ, usage is counted again in the background.`,
    "Run `zo provision --apply` so that HubSpot's workflows follow.",
    ...(today.added.count > 0 && !alertReady
      ? [`${ready} above named as new: listed, not alerted until the next crossing (--alert-ready alerts).`]
      : []),
  ].join('\n');
}
