import type { Command } from 'commander';
import { describeChanges } from '../playbook/describe-changes.ts';
import type { StoredPlaybook } from '../store/store.ts';
import { type AdminClient, AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { readVersion } from './playbook-rollback.ts';
import { readSourceFile } from './send-draft.ts';

type Options = { portal?: string; from?: number; to?: number };

export function addPlaybookDiff(playbook: Command): void {
  playbook
    .command('diff')
    .description('Show what FILE would change in the version in force, or how two versions differ')
    .argument('[file]', 'the playbook (YAML)')
    .option('--from <version>', 'instead of the version in force', readVersion)
    .option('--to <version>', 'instead of FILE', readVersion)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .action((file: string | undefined, { portal, from, to }: Options) =>
      reportingErrors(async () => {
        if (file === undefined && to === undefined && from === undefined) {
          throw new AdminError('Name a FILE, or versions with --from and --to.');
        }
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const before = from === undefined ? await inForce(client, portalId) : await versionOf(client, portalId, from);
        const after =
          file !== undefined
            ? { source: await readSourceFile(file), name: file }
            : to !== undefined
              ? await versionOf(client, portalId, to)
              : await inForce(client, portalId);
        const changes = describeChanges(before.source, after.source);
        console.log(changes === '' ? `No difference between ${before.name} and ${after.name}.` : changes);
      }),
    );
}

type Named = { source: string; name: string };

async function inForce(client: AdminClient, portalId: number): Promise<Named> {
  const { playbook } = await client.call<{ playbook: StoredPlaybook | null }>('GET', `/portals/${portalId}`);
  if (playbook === null) throw new AdminError('No playbook is in force yet.');
  return { source: playbook.source, name: `version ${playbook.version}` };
}

async function versionOf(client: AdminClient, portalId: number, version: number): Promise<Named> {
  const path = `/portals/${portalId}/playbook/versions/${version}`;
  const { playbook } = await client.call<{ playbook: StoredPlaybook }>('GET', path);
  return { source: playbook.source, name: `version ${version}` };
}
