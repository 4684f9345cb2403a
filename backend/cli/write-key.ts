import type { Command } from 'commander';
import { adminClient, reportingErrors } from './admin-client.ts';

type Options = { browser?: boolean; name?: string; portal?: string; json?: boolean };

export function addWriteKey(zo: Command): void {
  zo.command('write-key')
    .description(
      'Make a write key; it is shown once. Events of a browser key are marked, and a playbook may ignore them',
    )
    .option('--browser', 'for browsers, where anybody can read it (default: for servers)')
    .option('--name <words>', 'what it is for, to tell keys apart')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print it as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const source = options.browser ? 'browser' : 'server';
        const made = await client.call<{ writeKey: string }>('POST', `/portals/${portalId}/write-keys`, {
          source,
          name: options.name ?? '',
        });
        console.log(options.json ? JSON.stringify(made) : made.writeKey);
      }),
    );
}
