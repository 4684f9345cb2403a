import type { Command } from 'commander';
import type { ListedVersion } from '../http/admin/playbook-routes.ts';
import { momentWords } from '../text/moment-words.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { readVersion } from './playbook-rollback.ts';
import { readCount } from './read-count.ts';

type Options = { portal?: string; limit: number; before?: number; json?: true };

export function addPlaybookVersions(playbook: Command): void {
  playbook
    .command('versions')
    .description('Show who changed the playbook when, why and how, newest first')
    .option('--limit <count>', 'at most this many', readCount(200), 10)
    .option('--before <version>', 'only versions before this one', readVersion)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action(({ portal, limit, before, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const page = `limit=${limit}${before === undefined ? '' : `&before=${before}`}`;
        const path = `/portals/${portalId}/playbook/versions?${page}`;
        const { versions } = await client.call<{ versions: ListedVersion[] }>('GET', path);
        if (json) console.log(JSON.stringify(versions));
        else
          console.log(
            versions.length === 0
              ? 'No playbook yet.'
              : versions.map((one) => describeVersion(one, momentWords(one.createdAt, client.timeZone()))).join('\n\n'),
          );
      }),
    );
}

function describeVersion({ version, author, reason, alertReady, changes }: ListedVersion, moment: string): string {
  const head = `Version ${version}, ${moment}, by ${author}${reason === '' ? '' : `: ${reason}`}`;
  const lines = version === 1 ? ['  (the first)'] : changes.split('\n').map((line) => `  ${line}`);
  return [head, ...(alertReady ? ['  alerts whom it made ready'] : []), ...lines].join('\n');
}
