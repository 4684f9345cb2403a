import type { KeyView } from '@zo/shared';
import type { Command } from 'commander';
import { isKeyId, noKeyId } from '../settings/write-keys.ts';
import { momentWords } from '../text/moment-words.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { textTable } from './text-table.ts';

type Options = { browser?: boolean; name?: string; portal?: string; json?: boolean };

export function addWriteKey(zo: Command): void {
  const writeKey = zo
    .command('write-key')
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
  addList(writeKey);
  addRevoke(writeKey);
}

function addList(writeKey: Command): void {
  writeKey
    .command('list')
    .description('List the write keys by their ids, newest first; of a key itself only its hash is kept')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action(({ portal, json }: Pick<Options, 'portal' | 'json'>) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const answer = await client.call<{ keys: KeyView[] }>('GET', `/portals/${portalId}/write-keys`);
        console.log(json ? JSON.stringify(answer) : client.words(describeWriteKeys(answer.keys, client.timeZone())));
      }),
    );
}

function addRevoke(writeKey: Command): void {
  writeKey
    .command('revoke')
    .description('Take a write key away: what is sent with it is refused from then on')
    .argument('<id>', 'its id, as `zo write-key list` shows it')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the answer as JSON')
    .action((id: string, { portal, json }: Pick<Options, 'portal' | 'json'>) =>
      reportingErrors(async () => {
        if (!isKeyId(id)) throw new AdminError(`${noKeyId}.`);
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const path = `/portals/${portalId}/write-keys/${encodeURIComponent(id)}/revoke`;
        const done = await client.call<{ keyId: string; worksForSeconds: number }>('POST', path);
        const words = `Revoked ${done.keyId}: it works for at most ${done.worksForSeconds} seconds more.`;
        console.log(json ? JSON.stringify(done) : words);
      }),
    );
}

/** One line for each. Pure. */
export function describeWriteKeys(keys: readonly KeyView[], timeZone: string): string {
  if (keys.length === 0) return 'None yet: `zo write-key` makes one.';
  const at = (moment: number | null) => (moment === null ? null : momentWords(moment, timeZone));
  const rows = keys.map(({ keyId, source, name, createdAt, lastUsedAt, revokedAt, isFromEnvironment }) => {
    const what = [name, isFromEnvironment ? 'WRITE_KEY' : ''].filter(Boolean).join(', ');
    const stands = revokedAt === null ? 'works' : `revoked ${at(revokedAt)}`;
    return [keyId, source, what || null, at(createdAt), at(lastUsedAt), stands];
  });
  return textTable(['id', 'for', 'name', 'made', 'last used', 'state'], rows).join('\n');
}
