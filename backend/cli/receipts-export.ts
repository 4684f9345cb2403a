import { once } from 'node:events';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { describeReceipt } from '../receipts/describe-receipt.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { counted } from '../text/counted.ts';
import { csvLine } from '../text/csv.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';
import { allReceipts } from './read-receipts.ts';

type Options = { since: number; format: 'ndjson' | 'csv'; portal?: string };

export function addReceiptsExport(receipts: Command): void {
  receipts
    .command('export')
    .description('Write every receipt to standard output, oldest first')
    .option('--since <date>', 'only those written then or later: 2026-03-01, or a moment in ISO 8601', readMoment, 0)
    .addOption(
      new Option('--format <format>', 'one JSON object a line, or a table')
        .choices(['ndjson', 'csv'])
        .default('ndjson'),
    )
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .action(({ since, format, portal }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        if (format === 'csv') await write(csvLine(columns));
        let written = 0;
        for await (const page of allReceipts(client, portalId, since)) {
          const toLine =
            format === 'csv' ? tableRow(client.timeZone()) : (receipt: Receipt) => `${JSON.stringify(receipt)}\n`;
          await write(page.map(toLine).join(''));
          written += page.length;
          showProgress(counted(written, 'receipt'));
        }
        endProgress();
        process.stderr.write(written === 0 ? 'No receipts.\n' : `${counted(written, 'receipt')}\n`);
      }),
    );
}

/** Waits while whoever reads is slower than the server. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function readMoment(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('a date such as 2026-03-01, or a moment in ISO 8601');
  return at;
}

const columns = [
  'receipt',
  'at',
  'kind',
  'outcome',
  'playbook_version',
  'person',
  'handoff',
  'erased_at',
  'words',
  'body',
];

const tableRow = (timeZone: string) => (receipt: Receipt) => {
  const { receiptId, at, kind, outcome, playbookVersion, personId, handoffId, erasedAt, body } = receipt;
  const moment = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const words = describeReceipt(receipt, timeZone)
    .slice(1)
    .map((line) => line.trim())
    .join('\n');
  return csvLine([
    receiptId,
    moment(at),
    kind,
    outcome,
    playbookVersion,
    personId,
    handoffId,
    moment(erasedAt),
    words,
    JSON.stringify(body),
  ]);
};
