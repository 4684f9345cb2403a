import type { Command } from 'commander';
import { type AdminClient, adminClient, reportingErrors } from './admin-client.ts';
import { showingProgress } from './rules-progress.ts';

type Rebuilt = { events: number; persons: number };

export function addRebuild(zo: Command): void {
  zo.command('rebuild')
    .description('Fold all kept events into usage again and decide everybody; the old usage stays live until then')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .action(({ portal, json }: { portal?: string; json?: boolean }) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const rebuilt = await showingProgress(client, portalId, rebuild(client, portalId));
        const people = rebuilt.persons === 1 ? '1 person' : `${rebuilt.persons} people`;
        console.log(json ? JSON.stringify(rebuilt) : `${rebuilt.events} events of ${people} folded again.`);
      }),
    );
}

/** The answer's last line is the result; the lines before it tell what `showingProgress` asks for itself. */
async function rebuild(client: AdminClient, portalId: number): Promise<Rebuilt> {
  let rebuilt: Rebuilt = { events: 0, persons: 0 };
  for await (const line of client.lines<Rebuilt | { total: number }>('POST', `/portals/${portalId}/rebuild`)) {
    if ('events' in line) rebuilt = line;
  }
  return rebuilt;
}
