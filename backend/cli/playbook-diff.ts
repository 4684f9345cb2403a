import type { Command } from 'commander';
import { describeChanges } from '../playbook/describe-changes.ts';
import type { StoredPlaybook } from '../store/store.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { readPlaybookFile } from './playbook-file.ts';

export function addPlaybookDiff(playbook: Command): void {
  playbook
    .command('diff')
    .description('Show what FILE would change in the version in force on the running server')
    .argument('<file>', 'the playbook (YAML)')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .action((file: string, { portal }: { portal?: string }) =>
      reportingErrors(async () => {
        const { source } = await readPlaybookFile(file);
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const answer = await client.call<{ playbook: StoredPlaybook | null }>('GET', `/portals/${portalId}`);
        if (answer.playbook === null) throw new AdminError('No playbook is in force yet.');
        const changes = describeChanges(answer.playbook.source, source);
        console.log(changes === '' ? `No difference to version ${answer.playbook.version}.` : changes);
      }),
    );
}
