import type { AlertPlace } from '../../../backend/outbox/effect.ts';
import type { Alternatives } from '../../../backend/slack/alert-place.ts';
import { deliverAlert } from '../../../backend/slack/deliver-alert.ts';
import { createSlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { sampleAlert } from '../../support/sample-alert.ts';

let sandbox: SlackSandbox;
beforeEach(async () => {
  sandbox = await startSlackSandbox();
});
afterEach(() => sandbox.close());

const dm: AlertPlace = { to: 'dm', email: 'maria@acme.test' };
const channel: AlertPlace = { to: 'channel', channel: '#pql-handoff' };
const missing: AlertPlace = { to: 'channel', channel: '#nowhere' };

async function deliver(place: AlertPlace, alternatives?: Alternatives, markSending = async () => true) {
  const gateway = createSlackGateway({ token: sandbox.token, slackApiUrl: sandbox.apiUrl, timeoutMs: 1_500 });
  const alert = sampleAlert({ owner: { name: 'Maria', slackUserId: null } });
  return deliverAlert({ gateway, alert, ownerEmail: 'maria@acme.test', place, alternatives, markSending });
}

const messages = () => sandbox.workspace.messages.map(({ channel: id, blocks }) => [id, blocks.length > 0]);
const instead = (fallback: AlertPlace, fallbackIsPlanned = false): Alternatives => ({ fallback, fallbackIsPlanned });

it('posts to the owner’s direct message and mentions the owner', async () => {
  expect(await deliver(dm)).toMatchObject({
    outcome: 'posted',
    channel: 'D0MARIA01',
    operatorNote: null,
    link: expect.any(String),
  });
  expect(sandbox.workspace.messages).toMatchObject([
    { text: expect.stringContaining('Owner: <@U0MARIA01> - first call'), warnings: [] },
  ]);
});

it('keeps the plain name when the owner is not in Slack', async () => {
  const gateway = createSlackGateway({ token: sandbox.token, slackApiUrl: sandbox.apiUrl });
  const alert = sampleAlert({ owner: { name: 'Nia', slackUserId: null } });
  await deliverAlert({ gateway, alert, ownerEmail: 'nia@acme.test', place: channel, markSending: async () => true });
  expect(sandbox.workspace.messages).toMatchObject([{ text: expect.stringContaining('Owner: Nia - first call') }]);
});

it.each([
  ['nobody with that address', { to: 'dm', email: 'nia@acme.test' }, 'nia@acme.test was not found in Slack'],
  ['somebody who left', { to: 'dm', email: 'left@acme.test' }, 'left@acme.test was not found in Slack'],
  ['somebody who takes no messages', { to: 'dm', email: 'no-dm@acme.test' }, 'Messages tab'],
] as [string, AlertPlace, string][])(
  'goes to the channel when there is %s, and says so',
  async (_title, place, reason) => {
    const delivery = await deliver(place, instead(channel));
    expect(delivery).toMatchObject({ outcome: 'posted', channel: 'C0HANDOFF' });
    expect(delivery).toMatchObject({ operatorNote: expect.stringContaining(reason) });
    expect(delivery).toMatchObject({ operatorNote: expect.stringContaining('It went to #pql-handoff instead.') });
    expect(messages()).toEqual([['C0HANDOFF', true]]);
  },
);

it.each(['#nowhere', '#leadership', '#old-handoffs', '#sales-floor', '#slack-restricted'])(
  'goes to the owner when %s cannot be posted to',
  async (name) => {
    expect(await deliver({ to: 'channel', channel: name }, instead(dm))).toMatchObject({
      outcome: 'posted',
      channel: 'D0MARIA01',
      operatorNote: expect.stringContaining('It went to a direct message to maria@acme.test instead.'),
    });
  },
);

it('does not say it twice in a place that gets its own alert', async () => {
  expect(await deliver(missing, instead(dm, true))).toMatchObject({
    outcome: 'covered',
    operatorNote: expect.stringContaining('anyway'),
  });
  expect(messages()).toEqual([]);
});

it('fails out loud when there is no place left', async () => {
  const nobody: AlertPlace = { to: 'dm', email: 'nia@acme.test' };
  expect(await deliver(missing, instead(nobody, true))).toEqual({
    outcome: 'failed',
    reason: expect.stringContaining('Nor to a direct message'),
  });
  expect(await deliver(missing)).toMatchObject({ outcome: 'failed' });
});

it('says the words without the layout when Slack does not take the layout', async () => {
  sandbox.control.failures.rules.push({
    match: { method: 'chat.postMessage' },
    times: 1,
    mode: 'error',
    error: 'invalid_blocks',
  });
  expect(await deliver(channel)).toMatchObject({ outcome: 'posted' });
  expect(messages()).toEqual([['C0HANDOFF', false]]);
});

it.each([
  '#slack-timeout-after-post',
  '#slack-reset-after-post',
  '#slack-500-after-post',
  '#slack-malformed',
  '#slack-timeout',
  '#slack-500',
])('is unconfirmed, and sent exactly once, when the answer from %s never comes', async (name) => {
  expect(await deliver({ to: 'channel', channel: name }, instead(dm))).toMatchObject({ outcome: 'unconfirmed' });
  expect(sandbox.control.log.counts()['chat.postMessage']).toBe(1);
});

it('waits as long as Slack asks', async () => {
  expect(await deliver({ to: 'channel', channel: '#slack-rate-limited' })).toEqual({
    outcome: 'later',
    afterMs: 2000,
    reason: 'Slack asks us to slow down',
  });
});

it('waits while Slack cannot say who somebody is, instead of going elsewhere', async () => {
  sandbox.control.failures.rules.push({
    match: { method: 'users.lookupByEmail' },
    times: 1,
    mode: 'status',
    status: 503,
  });
  expect(await deliver(dm, instead(channel))).toMatchObject({ outcome: 'later', afterMs: null });
  expect(messages()).toEqual([]);
});

it('posts nothing unless the sending was marked first', async () => {
  expect(await deliver(dm, undefined, async () => false)).toEqual({ outcome: 'lost' });
  const seen: number[] = [];
  await deliver(dm, undefined, async () => {
    seen.push(sandbox.workspace.messages.length);
    return true;
  });
  expect(seen).toEqual([0]);
  expect(messages()).toEqual([['D0MARIA01', true]]);
});
