import type { Command } from 'commander';
import { readProcessUser } from '../config.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { describeProblem } from './describe-problem.ts';
import { readPlaybookFile } from './playbook-file.ts';

type Options = { portal?: string; author: string; reason: string };

export function addPlaybookApply(playbook: Command): void {
  playbook
    .command('apply')
    .description('Save FILE as a new version on the running server; usage and scores are rebuilt from the kept events')
    .argument('<file>', 'the playbook (YAML)')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--author <name>', 'who changes it', readProcessUser())
    .option('--reason <text>', 'why', '')
    .action((file: string, { portal, author, reason }: Options) =>
      reportingErrors(async () => {
        const { source, read } = await readPlaybookFile(file);
        if ('errors' in read) {
          for (const problem of read.errors) console.error(describeProblem(file, source, problem));
          process.exitCode = 1;
          return;
        }
        const client = adminClient();
        const portalId = await client.portalId(portal);
        console.error('Saving, and rebuilding usage from the kept events …');
        const saved = await client.call<{ version: number }>('PUT', `/portals/${portalId}/playbook`, {
          source,
          author,
          reason,
        });
        console.log(`Version ${saved.version} is in force. Run \`zo provision\` so that HubSpot's workflows follow.`);
      }),
    );
}
