import type { Command } from 'commander';
import type { Erased } from '../store/receipt-store.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';

type Options = { contact?: string; userId?: string; person?: number; yes?: boolean; portal?: string; json?: boolean };

type Line = { done: number; total: number } | { found: number; erased?: Erased };

export function addErase(zo: Command): void {
  zo.command('erase')
    .description('Forget a person: events, profile, usage and what receipts said of them; the facts stay')
    .option('--contact <email>', 'the person with this e-mail address')
    .option('--user-id <id>', 'the person with this user id of your product')
    .option('--person <id>', 'the person with this number', readCount(Number.MAX_SAFE_INTEGER))
    .option('--yes', 'do it; without this nothing is erased')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const { contact: email, userId, person: personId } = options;
        if ([email, userId, personId].filter((value) => value !== undefined).length !== 1) {
          throw new AdminError('Say whom: --contact, --user-id or --person.');
        }
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const order = { email, userId, personId, confirm: options.yes ?? false };
        for await (const line of client.lines<Line>('POST', `/portals/${portalId}/erasures`, order)) {
          if ('done' in line) process.stderr.write(`\r${line.done} of ${line.total} events looked through`);
          else {
            if (line.erased) process.stderr.write('\n');
            console.log(options.json ? JSON.stringify(line) : describe(line));
            if (!line.erased) process.exitCode = 1;
          }
        }
      }),
    );
}

function describe({ found, erased }: Extract<Line, { found: number }>): string {
  if (!erased) {
    return found === 0
      ? 'Nobody is known by that. With --yes, what still mentions it is removed.'
      : `This would erase ${found === 1 ? 'one person' : `${found} people`}, for good. Say --yes to do it.`;
  }
  const { persons, events, handoffs, receipts, effects, calls } = erased;
  return [
    `Erased: ${persons} of our people, ${events} raw events.`,
    `Blanked, with the fact kept: ${receipts} receipts, ${handoffs} handoffs, ${effects} deliveries, ${calls} answers to workflows.`,
    'Not touched: the contact in HubSpot and messages already posted in Slack. Delete those there.',
  ].join('\n');
}
