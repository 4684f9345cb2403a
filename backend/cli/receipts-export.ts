import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { describeReceipt } from '../receipts/describe-receipt.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { counted } from '../text/counted.ts';
import { csvLine } from '../text/csv.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';
import { readLocalDate } from './read-date.ts';
import { allReceipts } from './read-receipts.ts';

type Options = { since?: (timeZone: string) => number; format: 'ndjson' | 'csv'; portal?: string };

export function addReceiptsExport(receipts: Command): void {
  receipts
    .command('export')
    .description('Write every receipt to standard output, oldest first')
    .option(
      '--since <date>',
      'only those written then or later: a day of the portal such as 2026-03-01, or a moment in ISO 8601',
      readLocalDate,
    )
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
        const from = since?.(client.timeZone()) ?? 0;
        let written = 0;
        for await (const page of allReceipts(client, portalId, from)) {
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
