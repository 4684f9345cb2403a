import type { Command } from 'commander';
import type { Receipt } from '../store/handoff-store.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

type Options = { person?: string; limit: string; portal?: string; json?: boolean };

export function addReceipts(zo: Command): void {
  zo.command('receipts')
    .description('Show why things were decided: crossings, refusals, assignments, alerts, returns, newest first')
    .option('--person <id>', 'only of this person (as in `zo handoffs --json`)')
    .option('--limit <count>', 'at most this many', '20')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const person = options.person === undefined ? '' : `&personId=${encodeURIComponent(options.person)}`;
        const path = `/portals/${portalId}/receipts?limit=${encodeURIComponent(options.limit)}${person}`;
        const { receipts } = await client.call<{ receipts: Receipt[] }>('GET', path);
        if (options.json) console.log(JSON.stringify(receipts));
        else if (receipts.length === 0) console.log('No receipts yet.');
        else
          for (const { receiptId, kind, personId, handoffId, at, body } of receipts) {
            const about = `person ${personId}${handoffId === null ? '' : `, handoff ${handoffId}`}`;
            console.log(`#${receiptId} ${new Date(at).toISOString()} ${kind} (${about})\n  ${JSON.stringify(body)}`);
          }
      }),
    );
}
