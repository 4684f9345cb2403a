import type { Command } from 'commander';
import type { OwnerAccount } from '../handoff/routing/fairness-report.ts';
import type { FairnessReport } from '../portals/routing-view.ts';
import { momentWords } from '../text/moment-words.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';
import { saveCsv } from './save-csv.ts';
import { type Cell, textTable } from './text-table.ts';

type Options = { csv?: string; decisions: number; portal?: string; json?: boolean };

export function addReportFairness(report: Command): void {
  report
    .command('fairness')
    .description('What each owner was due by weight and what they got, and the newest decisions with their reasons')
    .option('--csv <file>', 'also write the owners as a table to this file')
    .option('--decisions <count>', 'at most so many of the newest decisions', readCount(1_000), 20)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print it as JSON')
    .action(({ csv, decisions, portal, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const path = `/portals/${portalId}/fairness?decisions=${decisions}`;
        const answer = await client.call<FairnessReport>('GET', path);
        if (csv !== undefined) await saveCsv(csv, [columns, ...answer.owners.map(cellsOf)]);
        console.log(json ? JSON.stringify(answer) : describeFairness(answer).join('\n'));
      }),
    );
}

const columns = [
  'owner',
  'weight',
  'ideal',
  'handoffs_by_turns',
  'deviation',
  'by_continuity',
  'otherwise',
  'open_now',
  'given_7_days',
  'given_28_days',
];

/** In the order of the columns. */
function cellsOf(account: Record<keyof OwnerAccount, Cell>): Cell[] {
  const { email, weight, ideal, handoffs, deviation, byContinuity, otherwise, ...lately } = account;
  const { openNow, given7Days, given28Days } = lately;
  return [email, weight, ideal, handoffs, deviation, byContinuity, otherwise, openNow, given7Days, given28Days];
}

export function describeFairness({ owners, decisions, timeZone }: FairnessReport): string[] {
  return [
    ...textTable(headings, owners.map(wordsOf)),
    '',
    decisions.length === 0 ? 'No decisions yet.' : 'Newest decisions:',
    ...decisions.map(({ receiptId, at, handoffId, to, reason }) => {
      const about = handoffId === null ? `#${receiptId}` : `#${receiptId}, handoff ${handoffId}`;
      return `  ${momentWords(at, timeZone)} (${about}) to ${to ?? 'nobody'}: ${reason}`;
    }),
  ];
}

const headings = columns.map((name) => name.replaceAll('_', ' '));

function wordsOf(account: OwnerAccount): Cell[] {
  const { weight, ideal, deviation } = account;
  const words = {
    ...account,
    weight: weight ?? 'none now',
    ideal: ideal.toFixed(2),
    deviation: `${deviation >= 0.005 ? '+' : ''}${(Math.round(deviation * 100) / 100 + 0).toFixed(2)}`,
  };
  return cellsOf(words);
}
