import { refusal, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

const channel = 'C0HANDOFF';
let slack: SlackWithApp;

beforeEach(async () => {
  slack = await startSlackWithApp();
});
afterEach(() => slack.close());

async function say(text: string, more: { thread_ts?: string; reply_broadcast?: boolean } = {}) {
  const { ts = '', message } = await slack.client.chat.postMessage({ channel, text, ...more } as Parameters<
    typeof slack.client.chat.postMessage
  >[0]);
  return { ts, message };
}

function stored(): { text: string; threadTs: string | null; broadcast?: boolean }[] {
  return slack.sandbox.workspace.messages.map(({ text, threadTs, broadcast }) => ({ text, threadTs, broadcast }));
}

it('keeps a reply in its thread, also when it answers a reply', async () => {
  const root = await say('New SQL');
  const reply = await say('Called her', { thread_ts: root.ts });
  expect(reply.message).toMatchObject({ text: 'Called her', thread_ts: root.ts });
  const second = await say('No answer', { thread_ts: reply.ts });
  expect(second.message).toMatchObject({ thread_ts: root.ts });
  expect(stored()).toEqual([
    { text: 'New SQL', threadTs: null },
    { text: 'Called her', threadTs: root.ts },
    { text: 'No answer', threadTs: root.ts },
  ]);
});

it('shows a broadcast reply as one', async () => {
  const root = await say('New SQL');
  const reply = await say('Won', { thread_ts: root.ts, reply_broadcast: true });
  expect(reply.message).toMatchObject({ subtype: 'thread_broadcast', thread_ts: root.ts });
  expect(stored()[1]).toEqual({ text: 'Won', threadTs: root.ts, broadcast: true });
  await say('Alone', { reply_broadcast: true });
  expect(stored()[2]).toEqual({ text: 'Alone', threadTs: null });
});

it('gives the first message of a thread its replies', async () => {
  const { ts } = await say('New SQL');
  const reply = await say('Called her', { thread_ts: ts });
  const { message } = await slack.client.chat.update({ channel, ts, text: 'Handed off' });
  expect(message).toMatchObject({ thread_ts: ts, reply_count: 1, latest_reply: reply.ts });
  expect(message).toMatchObject({ edited: { user: 'U0ZOBOT01', ts: expect.any(String) } });
});

it('says it in the channel itself when nobody knows the thread', async () => {
  const { message } = await say('Lost', { thread_ts: '1.000000' });
  expect(message).not.toHaveProperty('thread_ts');
  expect(stored()).toEqual([{ text: 'Lost', threadTs: null }]);
});

it.each(['', '7', 'New SQL'])('refuses %j as a thread', async (thread_ts) => {
  await expect(say('x', { thread_ts })).rejects.toMatchObject({
    data: {
      error: 'invalid_thread_ts',
      response_metadata: { messages: [`[ERROR] ${thread_ts} is not a valid thread_ts`] },
    },
  });
});

it('deletes the app’s own message, and leaves the replies', async () => {
  const { ts } = await say('New SQL');
  const reply = await say('Called her', { thread_ts: ts });
  expect(await slack.client.chat.delete({ channel, ts })).toMatchObject({ ok: true, channel, ts });
  expect(await refusal(slack.client.chat.delete({ channel, ts }))).toBe('message_not_found');
  expect(await refusal(slack.client.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found');
  expect(await refusal(slack.client.chat.delete({ channel: 'C0NOWHERE', ts }))).toBe('channel_not_found');

  expect((await say('Still a thread', { thread_ts: ts })).message).toMatchObject({ thread_ts: ts });
  for (const { ts: each } of slack.sandbox.workspace.messages) await slack.client.chat.delete({ channel, ts: each });
  expect((await say('No thread any more', { thread_ts: reply.ts })).message).not.toHaveProperty('thread_ts');
});

it('reports a click in a thread with its thread', async () => {
  const { ts: root } = await say('New SQL');
  const { ts } = await slack.client.chat.postMessage({
    channel,
    thread_ts: root,
    text: 'Done?',
    blocks: [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'done', text: { type: 'plain_text', text: 'Done' } }],
      },
    ],
  });
  await slack.call('POST', '/sandbox/click', { channel, ts, actionId: 'done', user: 'U0TOM0001' });
  expect(slack.payload()).toMatchObject({
    container: { message_ts: ts, thread_ts: root },
    message: { ts, thread_ts: root },
  });
});
