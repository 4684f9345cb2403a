import { refusal, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

const channel = 'C0HANDOFF';
let slack: SlackWithApp;
let ts: string;

beforeEach(async () => {
  slack = await startSlackWithApp();
  ts = (await slack.client.chat.postMessage({ channel, text: 'New SQL' })).ts ?? '';
});
afterEach(() => slack.close());

const post = () => refusal(slack.client.chat.postMessage({ channel, text: 'x' }));
const update = () => refusal(slack.client.chat.update({ channel, ts, text: 'x' }));

it('answers message_not_found once a person has deleted the message', async () => {
  expect(await slack.call('DELETE', '/sandbox/messages', { channel, ts })).toEqual({
    status: 200,
    body: { channel, ts },
  });
  expect(await slack.call('DELETE', '/sandbox/messages', { channel, ts })).toMatchObject({ status: 404 });
  expect([await update(), await post()]).toEqual(['message_not_found', 'not refused']);
});

it('lets a person dismiss what only they see', async () => {
  const user = 'U0MARIA01';
  const { message_ts } = await slack.client.chat.postEphemeral({ channel, user, text: 'Tom has it' });
  const dismissal = { channel, ts: message_ts };
  expect(await slack.call('DELETE', '/sandbox/messages', { ...dismissal, user: 'U0TOM0001' })).toMatchObject({
    status: 404,
  });
  expect(await slack.call('DELETE', '/sandbox/messages', { ...dismissal, user })).toMatchObject({ status: 200 });
  expect(slack.sandbox.workspace.ephemerals).toEqual([]);
});

it('refuses in an archived channel until it is taken out of the archive', async () => {
  await slack.call('POST', '/sandbox/channels', { name: 'pql-handoff', archived: true });
  expect([await update(), await post()]).toEqual(['is_inactive', 'is_archived']);
  await slack.call('POST', '/sandbox/channels', { id: channel, archived: false });
  expect([await update(), await post()]).toEqual(['not refused', 'not refused']);
});

it('knows nothing of a deleted channel', async () => {
  expect(await slack.call('DELETE', '/sandbox/channels', { channel })).toMatchObject({ body: { id: channel } });
  expect(await slack.call('DELETE', '/sandbox/channels', { channel })).toMatchObject({ status: 404 });
  expect([await update(), await post()]).toEqual(['channel_not_found', 'channel_not_found']);
  expect(slack.sandbox.workspace.messages).toEqual([]);
});

it('renames a channel, which keeps its id and its messages', async () => {
  await slack.call('POST', '/sandbox/channels', { id: channel, name: '#sql-alerts' });
  expect(await slack.client.conversations.info({ channel })).toMatchObject({ channel: { name: 'sql-alerts' } });
  expect(await refusal(slack.client.chat.postMessage({ channel: '#pql-handoff', text: 'x' }))).toBe(
    'channel_not_found',
  );
  expect(await update()).toBe('not refused');
});

it('renames a person, in mentions and direct messages too', async () => {
  await slack.client.conversations.open({ users: 'U0MARIA01' });
  await slack.call('POST', '/sandbox/users', { id: 'U0MARIA01', name: 'mia', realName: 'Mia' });
  await slack.client.chat.postMessage({ channel, text: 'Owner: <@U0MARIA01>' });
  const { body } = await slack.call<{ messages: { shown: string }[]; channels: { id: string; name: string }[] }>(
    'GET',
    '/sandbox/state',
  );
  expect(body.messages.at(-1)?.shown).toBe('Owner: @mia');
  expect(body.channels.find(({ id }) => id === 'D0MARIA01')?.name).toBe('mia');
  expect(await slack.client.users.lookupByEmail({ email: 'maria@acme.test' })).toMatchObject({
    user: { id: 'U0MARIA01', name: 'mia', real_name: 'Mia', profile: { display_name: 'mia' } },
  });
});

it('takes a deactivated person out of the channels, and leaves the direct messages', async () => {
  const { channel: direct } = await slack.client.conversations.open({ users: 'U0TOM0001' });
  await slack.call('POST', '/sandbox/users', { name: 'tom', deleted: true });
  expect(await refusal(slack.client.users.lookupByEmail({ email: 'tom@acme.test' }))).toBe('users_not_found');
  expect(await refusal(slack.client.conversations.open({ users: 'U0TOM0001' }))).toBe('user_disabled');
  const { members } = await slack.client.conversations.members({ channel });
  expect(members).not.toContain('U0TOM0001');
  const whisper = slack.client.chat.postEphemeral({ channel, user: 'U0TOM0001', text: 'x' });
  expect(await refusal(whisper)).toBe('user_not_in_channel');
  const said = slack.client.chat.postMessage({ channel: direct?.id ?? '', text: 'x' });
  expect(await refusal(said)).toBe('not refused');
});
