import type { Command } from 'commander';
import { describeReceipt } from '../receipts/describe-receipt.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';
import { receiptsPage } from './read-receipts.ts';
import { addReceiptsExport } from './receipts-export.ts';
import { addReceiptsReplay } from './receipts-replay.ts';
import { addReceiptsShow } from './receipts-show.ts';

type Options = { person?: number; contact?: string; limit: number; portal?: string; json?: boolean };

export function addReceipts(zo: Command): void {
  const receipts = zo
    .command('receipts')
    .description('Show why things were decided: crossings, refusals, assignments, alerts, returns, newest first')
    .enablePositionalOptions()
    .option('--person <id>', 'only of this person (as in `zo handoffs --json`)', readCount(Number.MAX_SAFE_INTEGER))
    .option('--contact <email>', 'only of the person with this e-mail address')
    .option('--limit <count>', 'at most this many', readCount(1_000), 20)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const person = options.person === undefined ? '' : `&personId=${options.person}`;
        const contact = options.contact === undefined ? '' : `&email=${encodeURIComponent(options.contact)}`;
        const found = await receiptsPage(client, portalId, `limit=${options.limit}${person}${contact}`);
        if (options.json) console.log(JSON.stringify(found));
        else if (found.length === 0) console.log('No receipts yet.');
        else
          for (const receipt of found) console.log(describeReceipt(receipt, client.timeZone()).slice(0, 2).join('\n'));
      }),
    );
  addReceiptsShow(receipts);
  addReceiptsReplay(receipts);
  addReceiptsExport(receipts);
}
