/** What people do in the local Slack while the whole product runs, and what they read there. */
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import type { ClickResult } from '../../sandbox/slack/interaction.ts';
import { defaultSigningSecret } from '../../sandbox/slack/start-slack-sandbox.ts';
import type { SubmitResult } from '../../sandbox/slack/view-interaction.ts';
import type { Channel, Ephemeral, Message, OpenView } from '../../sandbox/slack/workspace.ts';
import { type ProductOptions, type RunningProduct, startProduct } from './running-product.ts';
import type { TrialCompany } from './trial-company.ts';

export const userIds = { maria: 'U0MARIA01', tom: 'U0TOM0001', lee: 'U0LEE0001', ops: 'U0OPS0001' } as const;
export type Somebody = keyof typeof userIds;

export type Said = Message & { shown: string };
type SlackState = {
  messages: Said[];
  ephemerals: (Ephemeral & { shown: string })[];
  views: OpenView[];
  channels: Channel[];
};

const patienceMs = 15_000;

/** The product with presses that reach it. */
export async function startWithButtons(options: ProductOptions = {}): Promise<RunningProduct> {
  const env = { SLACK_SIGNING_SECRET: defaultSigningSecret, ...options.env };
  const product = await startProduct({ ...options, env });
  await product.slack('POST', '/sandbox/settings', {
    interactivityUrl: `${product.backendUrl}/slack/interactivity`,
    rateLimits: false,
  });
  return product;
}

export function slackState(product: RunningProduct): Promise<SlackState> {
  return product.slack<SlackState>('GET', '/sandbox/state');
}

/** "#channel", or "dm:name" for the direct messages with the app. */
export async function saidIn(product: RunningProduct, place: string): Promise<Said[]> {
  const { messages, channels } = await slackState(product);
  const channel = channels.find(({ name, kind }) => (kind === 'im' ? `dm:${name}` : `#${name}`) === place);
  return messages.filter((message) => message.channel === channel?.id);
}

/** The one message there that says so; waits for it. */
export async function expectSaid(product: RunningProduct, place: string, words: string | RegExp): Promise<Said> {
  return waitUntil<Said>(
    `a message in ${place} that says ${words}`,
    async () => {
      const said = await saidIn(product, place);
      const found = said.filter(({ shown }) => (typeof words === 'string' ? shown.includes(words) : words.test(shown)));
      if (found.length > 1) throw new Error(`${found.length} messages in ${place} say ${words}`);
      return found[0] ? { value: found[0] } : { instead: JSON.stringify(said.map(({ shown }) => shown)) };
    },
    patienceMs,
    50,
  );
}

/** The alert about somebody in a place, once it reads so. */
export function expectAlert(
  product: RunningProduct,
  { champion }: TrialCompany,
  place: string,
  words = '',
): Promise<Said> {
  const name = `${champion.firstName} ${champion.lastName}`;
  return expectSaid(product, place, new RegExp(`New SQL: ${name} [\\s\\S]*${escaped(words)}`));
}

function escaped(words: string): string {
  return words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** By the button's action id; `option`: what is chosen from a select, by its last words. */
export async function press(
  product: RunningProduct,
  { channel, ts }: Pick<Said, 'channel' | 'ts'>,
  who: Somebody | string,
  actionId: string,
  more: { option?: string; forge?: string; repeat?: boolean } = {},
): Promise<ClickResult> {
  const user = userIds[who as Somebody] ?? who;
  return product.slack<ClickResult>('POST', '/sandbox/click', { channel, ts, user, actionId, ...more });
}

/** What a select of the message offers. */
export function optionsIn({ blocks }: Said, actionId: string): string[] {
  type Element = { action_id?: string; options?: { value: string }[] };
  const elements = blocks.flatMap((block) => (Array.isArray(block.elements) ? (block.elements as Element[]) : []));
  return elements.find((one) => one.action_id === actionId)?.options?.map(({ value }) => value) ?? [];
}

/** Action ids of what can be pressed. */
export function buttonsIn({ blocks }: Pick<Said, 'blocks'>): string[] {
  return blocks.flatMap(({ elements }) =>
    Array.isArray(elements) ? elements.map(({ action_id: id }: { action_id?: string }) => id ?? '') : [],
  );
}

/** The form in front of somebody, filled in and sent. */
export async function fillIn(product: RunningProduct, who: Somebody, reason: string, note = ''): Promise<SubmitResult> {
  const user = userIds[who];
  const view = await waitUntil<OpenView>(
    `a form in front of ${who}`,
    async () => {
      const open = (await slackState(product)).views.find((one) => one.user === user);
      return open ? { value: open } : { instead: 'none' };
    },
    patienceMs,
    50,
  );
  const values = { reason: { reason }, ...(note === '' ? {} : { note: { note } }) };
  return product.slack<SubmitResult>('POST', '/sandbox/submit-view', { viewId: view.id, user, values });
}

/** What somebody alone reads, newest last. */
export async function whispersTo(product: RunningProduct, who: Somebody): Promise<string[]> {
  const { ephemerals } = await slackState(product);
  return ephemerals.filter(({ user }) => user === userIds[who]).map(({ shown }) => shown);
}

/** Somebody alone is told so. */
export async function expectWhisper(product: RunningProduct, who: Somebody, words: string): Promise<string> {
  return waitUntil<string>(
    `${who} to be told "${words}"`,
    async () => {
      const told = await whispersTo(product, who);
      const found = told.find((text) => text.includes(words));
      return found === undefined ? { instead: JSON.stringify(told) } : { value: found };
    },
    patienceMs,
    50,
  );
}
