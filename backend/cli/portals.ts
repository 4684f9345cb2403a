import type { Command } from 'commander';
import type { Portal } from '../store/store.ts';
import { momentWords } from '../text/moment-words.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

type Listed = Portal & { disconnected: string | null };

export function addPortals(zo: Command): void {
  zo.command('portals')
    .description('List the HubSpot portals the server knows, and whether each is connected')
    .option('--json', 'print them as JSON')
    .action(({ json }: { json?: boolean }) =>
      reportingErrors(async () => {
        const answer = await adminClient().call<{ portals: Listed[] }>('GET', '/portals');
        console.log(json ? JSON.stringify(answer) : describe(answer.portals));
      }),
    );
}

function describe(portals: Listed[]): string {
  if (portals.length === 0) return 'None yet: install the app at PUBLIC_URL/hubspot/oauth/install.';
  return portals
    .map(({ portalId, timeZone, goLiveAt, disconnected }) => {
      const live = goLiveAt === null ? 'watch mode' : `live since ${momentWords(goLiveAt, timeZone)}`;
      return `${portalId}  ${timeZone}, ${live}  ${disconnected ?? 'connected'}`;
    })
    .join('\n');
}
