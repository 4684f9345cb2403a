import type { Command } from 'commander';
import { readProcessUser } from '../config.ts';
import type { SettledAnswer } from '../http/admin/unconfirmed-routes.ts';
import { momentWords } from '../text/moment-words.ts';
import type { UnconfirmedItem, UnconfirmedList, UnconfirmedOrder } from '../unconfirmed/unconfirmed.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

type Options = { portal?: string; json?: boolean; link?: string };

export function addUnconfirmed(zo: Command): void {
  const unconfirmed = zo
    .command('unconfirmed')
    .description('List what may or may not have been sent, and how to look for it; its verbs settle one')
    .enablePositionalOptions()
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action(({ portal, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const answer = await client.call<UnconfirmedList>('GET', `/portals/${portalId}/unconfirmed`);
        console.log(json ? JSON.stringify(answer) : client.words(describeUnconfirmed(answer, client.timeZone())));
      }),
    );
  addVerb(unconfirmed, 'there', 'You found it: it counts as sent', ({ link }) => ({ verdict: 'there', link })).option(
    '--link <url>',
    'the message in Slack ("Copy link"), so that it is edited and answered in its thread; without it neither is done',
  );
  addVerb(unconfirmed, 'post', 'It is not there: send it, once, as it would be sent now', () => ({ verdict: 'post' }));
  addVerb(unconfirmed, 'leave', 'Nobody will look: nothing is sent, and the alarm is gone', () => ({
    verdict: 'leave',
  }));
}

function addVerb(
  unconfirmed: Command,
  verb: UnconfirmedOrder['verdict'],
  description: string,
  orderOf: (options: Options) => UnconfirmedOrder,
): Command {
  return unconfirmed
    .command(verb)
    .description(description)
    .argument('<key>', 'which one, as `zo unconfirmed` lists it')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the answer as JSON')
    .action((key: string, options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const route = `/portals/${await client.portalId(options.portal)}/unconfirmed`;
        const order = { key, by: readProcessUser(), ...orderOf(options) };
        const answer = await client.call<SettledAnswer>('POST', route, order);
        console.log(options.json ? JSON.stringify(answer) : client.words(describeSettled(answer)));
      }),
    );
}

export function describeUnconfirmed({ unconfirmed, isMore }: UnconfirmedList, timeZone: string): string {
  if (unconfirmed.length === 0) return 'Nothing is unconfirmed.';
  return [
    ...unconfirmed.flatMap((one) => [...describeOne(one, timeZone), '']),
    ...(isMore ? ['There are more, which are listed when these are settled.', ''] : []),
    'Nothing of this is sent again by itself. When you have looked, say what you found:',
    '- `zo unconfirmed there KEY [--link URL]`: it is there',
    '- `zo unconfirmed post KEY`: it is not there; send it, once',
    '- `zo unconfirmed leave KEY`: nobody will look; the alarm is gone',
  ].join('\n');
}

function describeOne(one: UnconfirmedItem, timeZone: string): string[] {
  const { handoffId, person, placeWords } = one;
  const company = person?.companyName == null ? '' : ` at ${person.companyName}`;
  const about = person === null ? '' : ` about ${person.name}${company}`;
  const handoff = handoffId === null ? '' : `, handoff ${handoffId}`;
  return [
    one.key,
    `  ${one.what}${about}${handoff}: ${placeWords}`,
    `  Since ${momentWords(one.since, timeZone)}: ${one.reason}`,
    `  → ${one.howToLook.charAt(0).toUpperCase()}${one.howToLook.slice(1)}.`,
  ];
}

function describeSettled({ key, verdict, again, isEdited }: SettledAnswer): string {
  switch (verdict) {
    case 'there':
      return `${key} counts as sent${isEdited ? ', and shows from now on what becomes of it' : '; it is not edited'}.`;
    case 'post':
      return `${key} is sent once more, as ${again}. \`zo unconfirmed\` lists it if its answer is lost too.`;
    case 'leave':
      return `${key} is left as it is: nothing is sent, and its alarm is gone.`;
  }
}
