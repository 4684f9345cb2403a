import type { Command } from 'commander';
import { adminClient, reportingErrors } from './admin-client.ts';

type Progress = { done: number; total: number } | { events: number; persons: number };

export function addRebuild(zo: Command): void {
  zo.command('rebuild')
    .description('Fold all kept events into usage again; the old usage stays live until the new one replaces it')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .action(({ portal, json }: { portal?: string; json?: boolean }) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        let shown = false;
        for await (const line of client.lines<Progress>('POST', `/portals/${portalId}/rebuild`)) {
          if ('total' in line) {
            process.stderr.write(`\r${line.done} of ${line.total} events`);
            shown = true;
          } else {
            if (shown) process.stderr.write('\n');
            const people = line.persons === 1 ? '1 person' : `${line.persons} people`;
            console.log(json ? JSON.stringify(line) : `${line.events} events of ${people} folded again.`);
          }
        }
      }),
    );
}
