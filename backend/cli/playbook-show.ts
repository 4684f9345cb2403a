import type { EventMatcher, Playbook } from '@zo/shared';
import type { Command } from 'commander';
import type { StoredPlaybook } from '../store/store.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { describeHanding } from './describe-handing.ts';
import { describeNotAFit, describeReturn, describeReview } from './describe-rules.ts';
import { describeWork } from './describe-work.ts';
import { checkPlaybook } from './playbook-check.ts';
import { readPlaybookFile } from './playbook-file.ts';
import { readVersion } from './playbook-rollback.ts';

type Options = { version?: number; portal?: string; json?: true };

/** `zo playbook show FILE [--json]`: the playbook as it is understood, defaults included. */
export function addPlaybookShow(playbook: Command): void {
  playbook
    .command('show')
    .description('Show a playbook as it is understood, with the defaults it does not mention')
    .argument('[file]', 'the YAML file')
    .option('--version <number>', 'a version saved on the running server, as it was written', readVersion)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'answer as one JSON object')
    .action(async (file: string | undefined, options: Options) => {
      if (file === undefined) return reportingErrors(() => showVersion(options));
      const { read } = await readPlaybookFile(file);
      if ('errors' in read) {
        const checked = await checkPlaybook(file, options.json === true);
        process.stdout.write(`${checked.output}\n`);
        process.exitCode = 1;
        return;
      }
      const output = options.json === true ? JSON.stringify(read.playbook) : showPlaybook(read.playbook);
      process.stdout.write(`${output}\n`);
    });
}

async function showVersion({ version, portal, json }: Options): Promise<void> {
  if (version === undefined)
    throw new AdminError('Name a FILE, or a version with --version; `zo playbook versions` lists them.');
  const client = adminClient();
  const portalId = await client.portalId(portal);
  const path = `/portals/${portalId}/playbook/versions/${version}`;
  const { playbook } = await client.call<{ playbook: StoredPlaybook }>('GET', path);
  process.stdout.write(json ? `${JSON.stringify(playbook)}\n` : playbook.source);
}

export function showPlaybook(playbook: Playbook): string {
  const { handoff } = playbook;
  const lines: [string, string[]][] = [
    ['Definition', [playbook.definition.sentence]],
    ['Signals', playbook.signals.map(({ name, matchers }) => `${name}: ${matchers.map(showMatcher).join(', ')}`)],
    ['Score', playbook.score.map((line) => line.text)],
    [
      'Handoff',
      [
        ...describeHanding(playbook),
        `channel: ${handoff.channel ?? 'none'}`,
        `mode: ${handoff.mode}; when the workflow is silent: ${handoff.whenWorkflowSilent}`,
        ...describeWork(handoff.work),
      ],
    ],
    [
      'Return',
      playbook.return === null
        ? ['never']
        : [
            playbook.return.text,
            `channel: ${playbook.return.channel ?? 'none'}`,
            `cooldown: ${playbook.cooldownDays} days`,
            ...describeReturn(playbook.return),
          ],
    ],
    [
      'Review',
      playbook.review === null
        ? ['none']
        : [
            playbook.review.text,
            `expected contract value: ${playbook.review.expectedContractValue.text}`,
            `channel: ${playbook.review.channel ?? 'none'}`,
            ...describeReview(playbook.review),
          ],
    ],
    ['Not a fit', describeNotAFit(playbook.notAFit)],
    ['Do not contact', [playbook.doNotContact?.text ?? 'nobody is left out; an opt-out is shown']],
    [
      'People',
      [
        `excluded domains: ${playbook.exclude.join(', ') || 'none'}`,
        `business domains besides the public lists: ${playbook.emailDomains.business.join(', ') || 'none'}`,
        `personal domains besides the public lists: ${playbook.emailDomains.personal.join(', ') || 'none'}`,
        `free plans: ${playbook.freePlans.join(', ')}`,
        `contacts: ${playbook.contacts}; companies: ${playbook.companies}`,
        `browser events: ${playbook.ignoreBrowserEvents ? 'ignored' : 'counted'}`,
      ],
    ],
    [
      'Operator',
      [
        `channel: ${playbook.operatorChannel ?? 'none, a direct message to the first operator (ADMIN_EMAILS, or whoever installed the app)'}`,
      ],
    ],
  ];
  return lines.map(([title, rows]) => [title, ...rows.map((row) => `  ${row}`)].join('\n')).join('\n');
}

function showMatcher(matcher: EventMatcher): string {
  return 'event' in matcher ? matcher.event : `page ${matcher.page}`;
}
