import { WebAPIPlatformError } from '@slack/web-api';
import { readSlackFailure, slackErrorKinds } from '../../../backend/slack/slack-failure.ts';
import { createSlackGateway, type SlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';

let sandbox: SlackSandbox;
let gateway: SlackGateway;
let monotonic: number;

beforeEach(async () => {
  sandbox = await startSlackSandbox();
  monotonic = 0;
  gateway = connect();
});
afterEach(() => sandbox.close());

function connect(token = sandbox.token, slackApiUrl = sandbox.apiUrl): SlackGateway {
  return createSlackGateway({ token, slackApiUrl, timeoutMs: 300, monotonicNow: () => monotonic });
}

const idOf = (name: string) => sandbox.workspace.channels.find((channel) => channel.name === name)?.id ?? '';
const post = (name: string) => gateway.postMessage({ channel: idOf(name), text: 'New SQL' });
const asked = (method: string) => sandbox.control.log.counts()[method] ?? 0;

describe('posting', () => {
  it('answers with where the message is, and links to it', async () => {
    const posted = await post('pql-handoff');
    expect(posted).toEqual({ outcome: 'posted', channel: 'C0HANDOFF', ts: expect.stringMatching(/^\d+\.\d{6}$/) });
    if (posted.outcome !== 'posted') return;
    expect(await gateway.permalink(posted.channel, posted.ts)).toMatch(/\/archives\/C0HANDOFF\/p\d+$/);
    expect(await gateway.permalink('C0HANDOFF', '1.000000')).toBeNull();
    const updated = await gateway.updateMessage({ ...posted, text: 'Claimed' });
    expect(updated).toEqual({ outcome: 'posted', channel: posted.channel, ts: posted.ts });
    expect(sandbox.workspace.messages).toMatchObject([{ text: 'Claimed', edits: [{ text: 'New SQL' }] }]);
  });

  it('that is under way when the service stops is ambiguous, and what would come after is not sent', async () => {
    const stopping = new AbortController();
    const { token, apiUrl: slackApiUrl } = sandbox;
    gateway = createSlackGateway({ token, slackApiUrl, timeoutMs: 60_000, stopped: stopping.signal });
    const posted = post('slack-timeout-after-post');
    while (asked('chat.postMessage') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stopping.abort();
    expect(await posted).toEqual({ outcome: 'ambiguous', reason: 'the service stopped before Slack answered' });
    expect(await post('pql-handoff')).toMatchObject({ outcome: 'not sent' });
    expect(asked('chat.postMessage')).toBe(1);
  });

  it.each([
    ['slack-500', { outcome: 'ambiguous', reason: 'Slack answered 500' }],
    ['slack-500-after-post', { outcome: 'ambiguous', reason: 'Slack answered 500' }],
    [
      'slack-reset-before-post',
      { outcome: 'ambiguous', reason: expect.stringContaining('the connection to Slack broke') },
    ],
    [
      'slack-reset-after-post',
      { outcome: 'ambiguous', reason: expect.stringContaining('the connection to Slack broke') },
    ],
    ['slack-timeout', { outcome: 'ambiguous', reason: 'Slack did not answer in time' }],
    ['slack-timeout-after-post', { outcome: 'ambiguous', reason: 'Slack did not answer in time' }],
    ['slack-malformed', { outcome: 'ambiguous', reason: 'Slack’s answer could not be read' }],
    ['slack-fatal-error', { outcome: 'ambiguous', reason: expect.stringContaining('fatal_error') }],
    ['slack-rate-limited', { outcome: 'rate limited', retryAfterMs: 2000 }],
    ['slack-restricted', { outcome: 'refused', code: 'restricted_action', needs: 'another place' }],
    ['old-handoffs', { outcome: 'refused', code: 'is_archived', needs: 'another place' }],
    ['leadership', { outcome: 'refused', code: 'channel_not_found', needs: 'another place' }],
    ['sales-floor', { outcome: 'refused', code: 'not_in_channel', needs: 'another place' }],
    ['slack-invalid-blocks', { outcome: 'refused', code: 'invalid_blocks', needs: 'plain text' }],
    ['slack-token-revoked', { outcome: 'refused', code: 'token_revoked', needs: 'reinstall' }],
  ])('to #%s is asked once and says what to do next', async (channel, outcome) => {
    expect(await post(channel)).toMatchObject(outcome);
    expect(asked('chat.postMessage')).toBe(1);
  });

  it('is safe to repeat when no connection ever stood', async () => {
    const url = sandbox.apiUrl;
    await sandbox.close();
    expect(await connect('xoxb-any', url).postMessage({ channel: 'C1', text: 'x' })).toEqual({
      outcome: 'not sent',
      reason: 'Slack could not be reached (ECONNREFUSED)',
    });
    expect(
      await connect('xoxb-any', 'http://no-such-host.invalid/api/').postMessage({ channel: 'C1', text: 'x' }),
    ).toMatchObject({
      outcome: 'not sent',
    });
  });

  it('names the scope that is missing', async () => {
    sandbox.workspace.installation.scopes = ['users:read'];
    expect(await post('pql-handoff')).toEqual({
      outcome: 'refused',
      code: 'missing_scope',
      reason: 'the app was installed without a scope it needs: chat:write (missing_scope)',
      needs: 'reinstall',
    });
  });

  it('does not send one workspace’s token for another', async () => {
    const stranger = connect('xoxb-stranger');
    expect(await stranger.postMessage({ channel: 'C0HANDOFF', text: 'x' })).toMatchObject({ code: 'invalid_auth' });
    expect(await post('pql-handoff')).toMatchObject({ outcome: 'posted' });
  });
});

describe('people', () => {
  it('are found by e-mail in any case, once a day', async () => {
    const maria = { outcome: 'found', value: { userId: 'U0MARIA01', name: 'maria' } };
    expect(await gateway.findUserByEmail(' Maria@Acme.test ')).toEqual(maria);
    expect(await gateway.findUserByEmail('maria@acme.test')).toEqual(maria);
    expect(asked('users.lookupByEmail')).toBe(1);
    monotonic += 24 * 3_600_000;
    await gateway.findUserByEmail('maria@acme.test');
    expect(asked('users.lookupByEmail')).toBe(2);
  });

  it('who are not there are asked for again after an hour', async () => {
    expect(await gateway.findUserByEmail('nobody@acme.test')).toEqual({
      outcome: 'absent',
      reason: 'nobody@acme.test was not found in Slack',
    });
    monotonic += 3_599_000;
    await gateway.findUserByEmail('nobody@acme.test');
    expect(asked('users.lookupByEmail')).toBe(1);
    monotonic += 1000;
    await gateway.findUserByEmail('nobody@acme.test');
    expect(asked('users.lookupByEmail')).toBe(2);
  });

  it('are not taken for absent while Slack is away', async () => {
    sandbox.control.failures.rules.push({
      match: { method: 'users.lookupByEmail' },
      times: 1,
      mode: 'status',
      status: 503,
    });
    expect(await gateway.findUserByEmail('tom@acme.test')).toMatchObject({ outcome: 'ambiguous' });
    expect(await gateway.findUserByEmail('tom@acme.test')).toMatchObject({ outcome: 'found' });
  });

  it('asked for twice at once are looked up once', async () => {
    await Promise.all([gateway.findUserByEmail('lee@acme.test'), gateway.findUserByEmail('lee@acme.test')]);
    expect(asked('users.lookupByEmail')).toBe(1);
  });

  it('are written to in one conversation', async () => {
    expect(await gateway.openDirectMessage('U0LEE0001')).toEqual({ outcome: 'found', value: 'D0LEE0001' });
    expect(await gateway.openDirectMessage('U0LEE0001')).toEqual({ outcome: 'found', value: 'D0LEE0001' });
    expect(asked('conversations.open')).toBe(1);
    expect(await gateway.openDirectMessage('U0LEFT001')).toMatchObject({ outcome: 'absent' });
  });
});

describe('channels', () => {
  it('are found by name on whatever page they stand, and ids are taken at their word', async () => {
    for (let i = 0; i < 450; i += 1) {
      sandbox.workspace.channels.unshift({
        id: `C0OLD${i}`,
        name: `old-${i}`,
        kind: 'public',
        archived: true,
        members: [],
        trouble: null,
      });
    }
    expect(await gateway.findChannel('#pql-vip')).toEqual({
      outcome: 'found',
      value: { id: 'C0VIP0001', name: 'pql-vip' },
    });
    expect(asked('conversations.list')).toBe(3);
    expect(await gateway.findChannel('PQL-Handoff')).toMatchObject({ value: { id: 'C0HANDOFF' } });
    expect(await gateway.findChannel('C0SOMEWHERE')).toEqual({
      outcome: 'found',
      value: { id: 'C0SOMEWHERE', name: null },
    });
    expect(asked('conversations.list')).toBe(3);
  });

  it('made a moment ago are found, without reading the list all the time', async () => {
    expect(await gateway.findChannel('#fresh')).toMatchObject({ outcome: 'absent' });
    sandbox.workspace.channels.push({
      id: 'C0FRESH01',
      name: 'fresh',
      kind: 'public',
      archived: false,
      members: [],
      trouble: null,
    });
    expect(await gateway.findChannel('#fresh')).toMatchObject({ outcome: 'absent' });
    expect(asked('conversations.list')).toBe(1);
    monotonic += 61_000;
    expect(await gateway.findChannel('#fresh')).toMatchObject({ value: { id: 'C0FRESH01' } });
  });

  it('that are public are listed without groups:read', async () => {
    sandbox.workspace.installation.scopes = ['channels:read'];
    const list = await gateway.listChannels();
    expect(list).toMatchObject({ outcome: 'found' });
    expect(list.outcome === 'found' && list.value.some(({ isPrivate }) => isPrivate)).toBe(false);
  });
});

it('says who it is and what it may do', async () => {
  expect(await gateway.testAuth()).toEqual({
    outcome: 'found',
    value: {
      teamId: 'T0ACME001',
      teamName: 'Acme',
      botUserId: 'U0ZOBOT01',
      scopes: expect.arrayContaining(['chat:write']),
    },
  });
  expect(await connect('xoxb-wrong').testAuth()).toMatchObject({ outcome: 'refused', needs: 'reinstall' });
});

describe('the table of refusals', () => {
  it('knows every code once', () => {
    expect(slackErrorKinds.get('fatal_error')).toMatchObject({ kind: 'ambiguous' });
    expect(slackErrorKinds.get('ratelimited')).toMatchObject({ kind: 'wait' });
    expect(slackErrorKinds.get('account_inactive')).toMatchObject({ kind: 'reinstall' });
  });

  it('calls what it cannot place ambiguous, so that nothing is posted twice', () => {
    expect(readSlackFailure(new Error('odd'))).toEqual({ outcome: 'ambiguous', reason: 'the call failed (Error)' });
    expect(readSlackFailure('odder')).toMatchObject({ outcome: 'ambiguous' });
  });

  it.each([
    ['chat:write,users:read.email', ': chat:write,users:read.email'],
    ['xoxb-1234-abcd', ''],
    ['Sarah Chen', ''],
  ])('repeats which scope is needed, and nothing else: %s', (needed, words) => {
    const answer = { ok: false, error: 'missing_scope', needed };
    expect(readSlackFailure(new WebAPIPlatformError(answer))).toMatchObject({
      reason: `the app was installed without a scope it needs${words} (missing_scope)`,
    });
  });
});
