import type { Command } from 'commander';
import type { Outside } from '../portals/erase-people.ts';
import type { Erased } from '../store/receipt-store.ts';
import { counted } from '../text/counted.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';
import { readCount } from './read-count.ts';
import { readPerson } from './read-person.ts';

type Options = {
  contact?: string;
  userId?: string;
  contactId?: string;
  person?: number;
  yes?: boolean;
  dryRun?: boolean;
  hubspot?: boolean;
  portal?: string;
  json?: boolean;
};

type Found = { found: number; kept?: Record<string, number>; erased?: Erased; outside?: Outside };
type Line = { done: number; total: number } | Found;

/** `zo erase`, and the same as `zo privacy erase`. */
export function addErase(zo: Command): void {
  zo.command('erase')
    .description('Forget a person: events, profile, usage, what receipts said of them, our messages; the facts stay')
    .argument('[person]', 'an e-mail address, a user id of your product, or contact:501')
    .option('--contact <email>', 'the person with this e-mail address')
    .option('--user-id <id>', 'the person with this user id of your product')
    .option('--contact-id <id>', 'the person of this HubSpot contact')
    .option('--person <id>', 'the person with this number', readCount(Number.MAX_SAFE_INTEGER))
    .option('--dry-run', 'only count what is kept about them')
    .option('--hubspot', 'empty every zo_* property of their contact in HubSpot as well')
    .option('--yes', 'do it; without this nothing is erased')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .action((person: string | undefined, options: Options) =>
      reportingErrors(async () => {
        const who = readPerson(person, options);
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const { yes: confirm = false, dryRun = false, hubspot = false } = options;
        if (confirm && dryRun) throw new AdminError('Say --yes or --dry-run, not both.');
        const order = { ...who, confirm, dryRun, hubspot };
        for await (const line of client.lines<Line>('POST', `/portals/${portalId}/erasures`, order)) {
          if ('done' in line) showProgress(`${line.done} of ${line.total} events looked through`);
          else {
            endProgress();
            console.log(options.json ? JSON.stringify(line) : describe(line, hubspot));
            if (!line.erased && !line.kept) process.exitCode = 1;
            if (line.erased && wasNobody(line.found, line.erased)) process.exitCode = 1;
            if (line.outside && line.outside.failed.length > 0) process.exitCode = 1;
          }
        }
      }),
    );
}

function describe({ found, kept, erased, outside }: Found, hubspot: boolean): string {
  if (kept) return describeKept(found, kept);
  if (!erased || !outside) {
    if (found === 0) return 'Nobody is known by that. With --yes, what still mentions it is removed.';
    const also = hubspot ? ' Every zo_* property of their contact in HubSpot would be emptied as well.' : '';
    return `This would erase ${count(found)}, for good.${also} Say --yes to do it, --dry-run to see what is kept.`;
  }
  const { persons, events, handoffs, receipts, effects, calls, alarms } = erased;
  if (wasNobody(found, erased))
    return 'Nobody is known by that, and nothing mentions it: look whether it is spelt right.';
  return [
    ...(found === 0
      ? ['Nobody is known by that: look whether it is spelt right. What still mentioned it was removed.']
      : []),
    `Erased: ${persons} of our people, ${counted(events, 'raw event')}${alarms > 0 ? `, ${counted(alarms, 'alarm')}` : ''}.`,
    `Blanked, with the fact kept: ${counted(receipts, 'receipt')}, ${counted(handoffs, 'handoff')}, ${effects} ${effects === 1 ? 'delivery' : 'deliveries'}, ${counted(calls, 'answer')} to workflows.`,
    ...describeOutside(erased, outside),
    hubspot
      ? 'Not touched: the contact itself in HubSpot, and what others wrote in Slack. Delete those there.'
      : 'Not touched: the contact in HubSpot (--hubspot empties our properties), and what others wrote in Slack. Delete those there.',
  ].join('\n');
}

/** Not even a mention was found. */
function wasNobody(found: number, erased: Erased): boolean {
  return found === 0 && Object.values(erased).every((rows) => typeof rows !== 'number' || rows === 0);
}

function describeOutside({ messages, unfound }: Erased, { done, waiting, failed }: Outside): string[] {
  return [
    ...(messages > 0 || done > 0 ? [`In Slack and HubSpot: ${done} done, ${waiting} still waiting.`] : []),
    ...failed.map(({ what, reason }) => `Not redacted: ${what}: ${reason}. Do it there.`),
    ...(unfound > 0
      ? [
          `${unfound} messages may stand in Slack that cannot be found: Slack never said whether it took them. Search there.`,
        ]
      : []),
  ];
}

function describeKept(found: number, kept: Record<string, number>): string {
  const lines = Object.entries(kept).map(([part, rows]) => `  ${part}: ${rows}`);
  return [`Kept about ${count(found)}:`, ...(lines.length === 0 ? ['  nothing'] : lines)].join('\n');
}

function count(found: number): string {
  return found === 0 ? 'nobody known' : found === 1 ? 'one person' : `${found} people`;
}
