import type { Command } from 'commander';
import { type Replayed, replayReceipt } from '../handoff/replay-receipt.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { allReceipts, receiptById } from './read-receipts.ts';

type Options = { all?: boolean; verbose?: boolean; portal?: string; json?: boolean };

export function addReceiptsReplay(receipts: Command): void {
  receipts
    .command('replay')
    .description('Decide again from what receipts stored, and compare; fails when one is decided otherwise')
    .argument('[ids...]', 'receipts, by their numbers')
    .option('--all', 'every receipt there is')
    .option('--verbose', 'with --all, those too that tell a fact and decide nothing')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print one JSON object a line')
    .action((ids: string[], options: Options) =>
      reportingErrors(async () => {
        if (ids.length === 0 && !options.all) throw new AdminError('Say which receipts, by their numbers, or --all.');
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const count = { same: 0, different: 0, 'not replayed': 0 };
        const replay = (receipt: Receipt) => {
          const replayed = replayReceipt(receipt);
          count[wordOf(replayed)] += 1;
          if (options.json) console.log(JSON.stringify({ receiptId: receipt.receiptId, ...replayed }));
          else if (options.verbose || !options.all || replayed.same !== null) {
            for (const line of describe(receipt, replayed)) console.log(line);
          }
        };
        for (const id of ids) replay(await receiptById(client, portalId, id));
        if (options.all) for await (const page of allReceipts(client, portalId, 0)) page.forEach(replay);
        const summary = Object.entries(count).map(([word, times]) => `${times} ${word}`);
        if (options.all && !options.verbose && !options.json && count['not replayed'] > 0) summary.push(factsHint);
        (options.json ? console.error : console.log)(summary.join(', '));
        if (count.different > 0) process.exitCode = 1;
      }),
    );
}

/** Behind "63 not replayed". */
const factsHint = 'which are facts and no decisions, or were erased (--verbose lists them)';

function wordOf({ same }: Replayed): 'same' | 'different' | 'not replayed' {
  return same === null ? 'not replayed' : same ? 'same' : 'different';
}

function describe({ receiptId, kind }: Receipt, replayed: Replayed): string[] {
  if (replayed.same === null) return [`#${receiptId} ${kind}: ${replayed.reason}`];
  if (replayed.same) return [`#${receiptId} ${kind}: decided the same`];
  const differences = replayed.differences.map(
    ({ where, stored, now }) => `  ${where}: was ${JSON.stringify(stored)}, is ${JSON.stringify(now)}`,
  );
  return [`#${receiptId} ${kind}: decided otherwise`, ...differences];
}
