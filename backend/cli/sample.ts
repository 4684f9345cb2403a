import { randomUUID } from 'node:crypto';
import { type SampleActivityAnswer, sampleWords } from '@zo/shared';
import { Argument, type Command } from 'commander';
import { adminClient, reportingErrors } from './admin-client.ts';

type Action = 'load' | 'remove' | 'status';
type Options = { portal?: string; json?: boolean };

export function addSample(zo: Command): void {
  zo.command('sample')
    .description(
      'Make one contact, marked as a sample, live through the story of the playbook; nobody but the operator is told',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(['load', 'remove', 'status']))
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the answer as JSON')
    .action((action: Action, { portal, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const route = `/portals/${await client.portalId(portal)}/sample`;
        const before = await client.call<SampleActivityAnswer>('GET', route);
        const answer =
          action === 'status'
            ? before
            : await client.call<SampleActivityAnswer>('POST', route, { action, idempotencyKey: randomUUID() });
        if (json) console.log(JSON.stringify(answer));
        else if (action === 'remove' && answer.status === 'none') console.log(describeRemoved(before));
        else console.log(client.words(describe(answer).join('\n')));
        if (answer.status === 'not connected') process.exitCode = 1;
      }),
    );
}

function describeRemoved(before: SampleActivityAnswer): string {
  if (before.status === 'none') return 'There was no sample to remove.';
  const who = ('person' in before && before.person?.name) || 'the sample';
  return [
    `Removed: the contact and the company of ${who} in HubSpot, and their events, usage and score here.`,
    'What stays: that something was decided, in blanked receipts (`zo receipts`), and who loaded and removed it (`zo audit`).',
  ].join('\n');
}

function describe(answer: SampleActivityAnswer): string[] {
  const { headline, lines, offers } = sampleWords(answer);
  const next =
    offers === null ? [] : [`→ \`zo sample ${offers}\` ${offers === 'load' ? 'does so' : 'takes all of it away'}.`];
  return [`${headline}.`.replace(/\.\.$/, '.'), ...lines.map((line) => `  - ${line}`), ...next];
}
