import type { ChatPostEphemeralArguments } from '@slack/web-api';
import type { Ephemeral } from '../../../sandbox/slack/workspace.ts';
import { plain, refusal, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

const [maria, tom] = ['U0MARIA01', 'U0TOM0001'];
const channel = 'C0HANDOFF';
let slack: SlackWithApp;

beforeEach(async () => {
  slack = await startSlackWithApp();
});
afterEach(() => slack.close());

const button = { type: 'button', action_id: 'zo_claim', text: plain('Claim') } as const;
const blocks = [{ type: 'actions' as const, elements: [button] }];

async function ephemerals(): Promise<(Ephemeral & { shown: string })[]> {
  return (await slack.call<{ ephemerals: (Ephemeral & { shown: string })[] }>('GET', '/sandbox/state')).body.ephemerals;
}

function whisper(change: Partial<Record<'channel' | 'user' | 'text' | 'thread_ts', string>>) {
  const args = { channel, user: maria, text: 'Tom has it', ...change } as ChatPostEphemeralArguments;
  return slack.client.chat.postEphemeral(args);
}

it('keeps what one person sees, apart from the messages', async () => {
  const { ts: root = '' } = await slack.client.chat.postMessage({ channel, text: 'New SQL' });
  const { message_ts: ts } = await whisper({ text: 'Ask <@U0TOM0001>', thread_ts: root });
  expect(await ephemerals()).toMatchObject([
    {
      channel,
      ts,
      user: maria,
      threadTs: root,
      text: 'Ask <@U0TOM0001>',
      shown: 'Ask @tom',
      via: 'chat.postEphemeral',
      live: [{ kind: 'user mention' }],
    },
  ]);
  expect(slack.sandbox.workspace.messages).toHaveLength(1);
  expect(await slack.sandbox.workspace.journal.after(1, 0)).toEqual([
    { version: 2, kind: 'only one person sees', channel, ts, user: maria, text: 'Ask <@U0TOM0001>' },
  ]);
});

it.each([
  [{ channel: 'C0NOWHERE' }, 'channel_not_found'],
  [{ channel: 'C0LEADER1' }, 'channel_not_found'],
  [{ channel: 'C0FLOOR01' }, 'not_in_channel'],
  [{ channel: 'C0OLD0001' }, 'is_archived'],
  [{ user: 'U0LEFT001' }, 'user_not_in_channel'],
  [{ user: 'U0NOBODY1' }, 'user_not_in_channel'],
  [{ text: '' }, 'no_text'],
])('refuses %j with %s', async (change, error) => {
  expect(await refusal(whisper(change))).toBe(error);
  expect(await ephemerals()).toEqual([]);
});

it('needs the app in the channel, even where it may post without', async () => {
  const scopes = ['chat:write', 'chat:write.public'];
  await slack.call('POST', '/sandbox/settings', { scopes });
  expect(await refusal(whisper({ channel: 'C0FLOOR01' }))).toBe('not_in_channel');
});

it('keeps the answers given through a response URL', async () => {
  const { ts } = await slack.client.chat.postMessage({ channel, text: 'New SQL', blocks });
  await slack.call('POST', '/sandbox/click', { channel, ts, actionId: 'zo_claim', user: tom });
  await slack.call('POST', slack.payload().response_url, { text: 'Maria was quicker', response_type: 'ephemeral' });
  expect(await ephemerals()).toMatchObject([{ user: tom, text: 'Maria was quicker', via: 'response_url' }]);
});

it('takes clicks of that person on it, and answers that change it or take it away', async () => {
  const { message_ts: ts } = await slack.client.chat.postEphemeral({ channel, user: maria, text: 'Sure?', blocks });
  const click = { channel, ts, actionId: 'zo_claim' };
  expect(await slack.call('POST', '/sandbox/click', { ...click, user: tom })).toMatchObject({ status: 404 });
  await slack.call('POST', '/sandbox/click', { ...click, user: maria });
  expect(slack.payload()).toMatchObject({ container: { message_ts: ts, is_ephemeral: true } });
  expect(slack.payload()).not.toHaveProperty('message');

  const { response_url: url } = slack.payload();
  await slack.call('POST', url, { text: 'Yours', replace_original: true });
  expect(await ephemerals()).toMatchObject([{ ts, text: 'Yours', blocks: [], edits: [{ text: 'Sure?' }] }]);
  await slack.call('POST', url, { delete_original: true });
  expect(await ephemerals()).toEqual([]);
});
