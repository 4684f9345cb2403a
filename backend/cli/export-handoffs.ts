/** Every handoff as one row, page by page: as many as there are, and never all of them at once. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import { type HandoffRow, handoffColumns } from '../reports/handoff-row.ts';
import { counted } from '../text/counted.ts';
import { csvLine } from '../text/csv.ts';
import { type AdminClient, AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';

type Options = { csv?: string; portal?: string };

const perPage = 500;

export function addExportHandoffs(whole: Command): void {
  whole
    .command('handoffs')
    .description('Every handoff as one row of CSV, oldest first: to standard output, or to a file')
    .option('--csv <file>', 'write the table to this file')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .action(({ csv, portal }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const output = csv === undefined ? process.stdout : await openFile(csv);
        await write(output, csvLine(handoffColumns));
        let written = 0;
        for await (const page of allRows(client, portalId)) {
          await write(output, page.map((row) => csvLine(handoffColumns.map((name) => row[name]))).join(''));
          written += page.length;
          showProgress(counted(written, 'handoff'));
        }
        endProgress();
        process.stderr.write(written === 0 ? 'No handoffs yet.\n' : `${counted(written, 'handoff')}\n`);
        if (csv !== undefined) {
          output.end();
          await finished(output);
        }
      }),
    );
}

async function* allRows(client: AdminClient, portalId: number): AsyncGenerator<HandoffRow[]> {
  for (let after = 0; ; ) {
    const { handoffs } = await client.call<{ handoffs: HandoffRow[] }>(
      'GET',
      `/portals/${portalId}/reports/handoffs?after=${after}&limit=${perPage}`,
    );
    if (handoffs.length > 0) yield handoffs;
    if (handoffs.length < perPage) return;
    after = Number(handoffs.at(-1)!.handoff);
  }
}

async function openFile(file: string): Promise<Writable> {
  const stream = createWriteStream(file);
  await once(stream, 'open').catch((error: NodeJS.ErrnoException) => {
    throw new AdminError(`${file} could not be written: ${error.message}`);
  });
  return stream;
}

/** Waits while the disk, or whoever reads, is slower than the server. */
async function write(output: Writable, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain');
}
