import { type KeptKind, keptKinds, keptKindTerms, type PrivacyTab } from '@zo/shared';
import type { Command } from 'commander';
import { momentWords } from '../text/moment-words.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { addErase } from './erase.ts';
import { addPrivacyExport } from './privacy-export.ts';

type Common = { portal?: string; json?: boolean };
type RetentionOptions = Common & { set?: string[]; run?: boolean };
type AllowOptions = Common & { add?: string[]; remove?: string[] };

export function addPrivacy(zo: Command): void {
  const privacy = zo.command('privacy').description('What is kept about people, for how long, and how it is forgotten');
  addPrivacyExport(privacy);
  addErase(privacy);
  addRetention(privacy);
  addAllowList(privacy);
}

function addRetention(privacy: Command): void {
  privacy
    .command('retention')
    .description('Show or change how long what is kept; old data is deleted in the background, each hour')
    .option('--set <kind=days...>', `${keptKinds.join(', ')}; days, or forever where that may be`)
    .option('--run', 'delete now what is kept no longer')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .action(({ set = [], run, portal, json }: RetentionOptions) =>
      reportingErrors(async () => {
        const days = Object.fromEntries(set.map(readDays));
        const client = adminClient();
        const path = `/portals/${await client.portalId(portal)}/privacy`;
        if (set.length > 0) await client.call('PUT', `${path}/retention`, { days });
        const forgotten = run
          ? (await client.call<{ forgotten: Record<KeptKind, number> }>('POST', `${path}/retention/run`)).forgotten
          : undefined;
        const shown = await client.call<PrivacyTab>('GET', path);
        console.log(
          json ? JSON.stringify({ ...shown, forgotten }) : describeRetention(shown, client.timeZone(), forgotten),
        );
      }),
    );
}

/** "receipts=365", "people=forever". */
function readDays(text: string): [KeptKind, number | null] {
  const [kind = '', days = ''] = text.split('=');
  const isKind = (word: string): word is KeptKind => (keptKinds as readonly string[]).includes(word);
  if (!isKind(kind) || !/^(\d{1,5}|forever)$/.test(days)) {
    throw new AdminError(
      `"${text}" does not say what and how long. Say such as events=120 or people=forever; there are ${keptKinds.join(', ')}.`,
    );
  }
  return [kind, days === 'forever' ? null : Number(days)];
}

function describeRetention(
  { kept, longestWindow }: PrivacyTab,
  timeZone: string,
  forgotten?: Record<KeptKind, number>,
): string {
  const lines = kept.map(({ kind, days, goneBefore }) => {
    const gone = goneBefore === null ? '' : `; gone before ${momentWords(goneBefore, timeZone)}`;
    const now = forgotten ? `; ${forgotten[kind]} just now` : '';
    return `${kind}: ${days === null ? 'for ever' : `${days} days`}${gone}${now}\n  ${keptKindTerms[kind].words}`;
  });
  const window =
    longestWindow === null ? [] : [`The playbook looks back ${longestWindow} days: events are kept so long at least.`];
  return [...lines, ...window].join('\n');
}

function addAllowList(privacy: Command): void {
  privacy
    .command('allow-list')
    .description('Show or change which traits and properties are kept besides what is needed; counts for future events')
    .option('--add <name...>', 'such as traits.jobTitle or properties.amount')
    .option('--remove <name...>', 'no longer kept from now on')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .action(({ add = [], remove = [], portal, json }: AllowOptions) =>
      reportingErrors(async () => {
        const client = adminClient();
        const path = `/portals/${await client.portalId(portal)}/privacy`;
        if (add.length + remove.length > 0) await client.call('PUT', `${path}/allow-list`, { add, remove });
        const { allowed, dropped } = await client.call<PrivacyTab>('GET', path);
        console.log(json ? JSON.stringify({ allowed, dropped }) : describeAllowed(allowed, dropped));
      }),
    );
}

function describeAllowed(allowed: string[], dropped: PrivacyTab['dropped']): string {
  return [
    'Always kept: ids, moments, event names, page paths; of people e-mail, name and plan; of companies name, domain and website.',
    `Kept besides: ${allowed.length === 0 ? 'nothing' : allowed.join(', ')}.`,
    ...(dropped.length === 0 ? ['Nothing else has come.'] : ['Came and was not kept (names only):']),
    ...dropped.map(({ name, messages }) => `  ${name}: in ${messages} ${messages === 1 ? 'message' : 'messages'}`),
    'What was not kept cannot be brought back: a change counts for events that come from now on.',
  ].join('\n');
}
