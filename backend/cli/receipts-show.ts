import type { Command } from 'commander';
import { describeReceipt } from '../receipts/describe-receipt.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { type AdminClient, AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';
import { receiptById, receiptsPage } from './read-receipts.ts';

type Options = {
  contact?: string;
  person?: number;
  handoff?: number;
  limit: number;
  portal?: string;
  json?: boolean;
};

export function addReceiptsShow(receipts: Command): void {
  receipts
    .command('show')
    .description('Show receipts whole: rule, values, events behind them, candidates; newest first')
    .argument('[id]', 'one receipt, by its number')
    .option('--contact <email>', 'of the person with this e-mail address')
    .option('--person <id>', 'of this person', readCount(Number.MAX_SAFE_INTEGER))
    .option('--handoff <id>', 'of this handoff', readCount(Number.MAX_SAFE_INTEGER))
    .option('--limit <count>', 'at most this many', readCount(1_000), 50)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action((id: string | undefined, options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const found = await find(client, await client.portalId(options.portal), id, options);
        if (options.json) console.log(JSON.stringify(found));
        else if (found.length === 0) console.log('No receipts: nothing was decided about them, or they were erased.');
        else console.log(found.map((receipt) => describeReceipt(receipt, client.timeZone()).join('\n')).join('\n\n'));
      }),
    );
}

async function find(
  client: AdminClient,
  portalId: number,
  id: string | undefined,
  { contact, person, handoff, limit }: Options,
): Promise<Receipt[]> {
  const wanted = { email: contact, personId: person, handoffId: handoff };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  if (given.length + (id === undefined ? 0 : 1) !== 1) {
    throw new AdminError('Say which: the number of a receipt, --contact, --person or --handoff.');
  }
  if (id !== undefined) return [await receiptById(client, portalId, id)];
  const [name, value] = given[0]!;
  return receiptsPage(client, portalId, `limit=${limit}&${name}=${encodeURIComponent(String(value))}`);
}
