import { WebClient } from '@slack/web-api';
import { seedAcme } from '../../../sandbox/slack/seed.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';

let sandbox: SlackSandbox;

beforeEach(async () => {
  sandbox = await startSlackSandbox();
});
afterEach(() => sandbox.close());

function connect(token = sandbox.token, timeout = 500): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => 'error' as never,
      setName() {},
    },
  });
}

async function control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${sandbox.url}${path}`, { method, body: body ? JSON.stringify(body) : undefined });
  return (await response.json()) as Record<string, unknown>;
}

describe('posting with the official client', () => {
  it('keeps the message and answers with channel and ts', async () => {
    const posted = await connect().chat.postMessage({
      channel: '#pql-handoff',
      text: 'New SQL',
      blocks: [{ type: 'divider' }],
    });
    expect(posted).toMatchObject({ ok: true, channel: 'C0HANDOFF', ts: expect.stringMatching(/^\d{10}\.\d{6}$/) });
    expect(sandbox.workspace.messages).toMatchObject([
      { channel: 'C0HANDOFF', ts: posted.ts, text: 'New SQL', blocks: [{ type: 'divider', block_id: 'b0' }], live: [] },
    ]);
    expect(posted.response_metadata?.scopes).toContain('chat:write');
  });

  it('takes JSON bodies as well as forms', async () => {
    const response = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: 'C0HANDOFF', text: 'as JSON', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { text: 'as JSON' } });
  });

  it.each([
    ['#nowhere', 'channel_not_found'],
    ['#leadership', 'channel_not_found'],
    ['#sales-floor', 'not_in_channel'],
    ['#old-handoffs', 'is_archived'],
    ['U0NODM001', 'messages_tab_disabled'],
    ['U0LEFT001', 'channel_not_found'],
    ['#slack-restricted', 'restricted_action'],
  ])('refuses a post to %s with %s', async (channel, error) => {
    await expect(connect().chat.postMessage({ channel, text: 'x' })).rejects.toMatchObject({
      data: { ok: false, error },
    });
    expect(sandbox.workspace.messages).toEqual([]);
  });

  it('posts into a public channel it is not in only with chat:write.public', async () => {
    await control('POST', '/sandbox/settings', { scopes: ['chat:write', 'chat:write.public'] });
    await expect(connect().chat.postMessage({ channel: '#sales-floor', text: 'x' })).resolves.toMatchObject({
      ok: true,
    });
  });

  it('opens the direct message when a user id is given, and gives a D… id back', async () => {
    const posted = await connect().chat.postMessage({ channel: 'U0MARIA01', text: 'hello' });
    expect(posted.channel).toBe('D0MARIA01');
    await expect(connect().chat.update({ channel: 'U0MARIA01', ts: posted.ts ?? '', text: 'x' })).rejects.toMatchObject(
      {
        data: { error: 'channel_not_found' },
      },
    );
    await expect(connect().conversations.open({ users: 'U0MARIA01' })).resolves.toMatchObject({
      already_open: true,
      channel: { id: 'D0MARIA01' },
    });
  });

  it('explains bad blocks with JSON pointers', async () => {
    const bad = [
      { type: 'sections' },
      { type: 'section', text: { type: 'mrkdwn', text: '' } },
      { type: 'header', text: { type: 'mrkdwn', text: 'x' } },
    ];
    await expect(
      connect().chat.postMessage({ channel: 'C0HANDOFF', text: 'x', blocks: bad as never }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: [
            '[ERROR] unsupported type: sections [json-pointer:/blocks/0/type]',
            '[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]',
            '[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/2/text/type]',
          ],
        },
      },
    });
  });

  it('flags what a client would make live, and what it would not', async () => {
    await connect().chat.postMessage({
      channel: 'C0HANDOFF',
      text: 'Hi <!here> & <@U0TOM0001> &lt;!channel&gt; <https://a.test|b>',
    });
    expect(sandbox.workspace.messages[0]?.live).toEqual([
      { kind: 'channel alert', where: 'text', token: '<!here>' },
      { kind: 'user mention', where: 'text', token: '<@U0TOM0001>' },
      { kind: 'link', where: 'text', token: '<https://a.test|b>' },
      { kind: 'unescaped', where: 'text', token: '&' },
    ]);
  });

  it('updates a message, keeps its history, and links to it', async () => {
    const { ts = '' } = await connect().chat.postMessage({
      channel: 'C0HANDOFF',
      text: 'before',
      blocks: [{ type: 'divider' }],
    });
    await connect().chat.update({ channel: 'C0HANDOFF', ts, text: 'after' });
    expect(sandbox.workspace.messages).toMatchObject([
      { text: 'after', blocks: [{ type: 'divider' }], edits: [{ text: 'before' }] },
    ]);
    await expect(connect().chat.update({ channel: 'C0HANDOFF', ts, text: 'x'.repeat(4001) })).rejects.toMatchObject({
      data: { error: 'msg_too_long' },
    });
    const { permalink } = await connect().chat.getPermalink({ channel: 'C0HANDOFF', message_ts: ts });
    expect(await (await fetch(permalink ?? '')).json()).toMatchObject({ text: 'after' });
  });
});

describe('limits', () => {
  it('lets five messages through in a burst, then answers 429 for that channel only', async () => {
    const client = connect();
    for (let i = 0; i < 5; i += 1) await client.chat.postMessage({ channel: 'C0HANDOFF', text: `${i}` });
    await expect(client.chat.postMessage({ channel: '#pql-handoff', text: 'x' })).rejects.toMatchObject({
      retryAfter: 1,
    });
    await expect(client.chat.postMessage({ channel: 'C0MARKET1', text: 'x' })).resolves.toMatchObject({ ok: true });
    await control('POST', '/sandbox/settings', { rateLimits: false });
    await expect(client.chat.postMessage({ channel: 'C0HANDOFF', text: 'x' })).resolves.toMatchObject({ ok: true });
  });

  it('limits a method by its tier', async () => {
    const client = connect();
    for (let i = 0; i < 20; i += 1) await client.users.list({});
    await expect(client.users.list({})).rejects.toMatchObject({ retryAfter: 3 });
  });
});

describe('people, channels and tokens', () => {
  it('pages through channels with pages that may be short or empty', async () => {
    const names: string[] = [];
    const sizes: number[] = [];
    for await (const page of connect().paginate('conversations.list', {
      limit: 3,
      types: 'public_channel,private_channel',
      exclude_archived: true,
    })) {
      const channels = (page as { channels?: { name: string }[] }).channels ?? [];
      sizes.push(channels.length);
      names.push(...channels.map(({ name }) => name));
    }
    expect(names).toEqual(expect.arrayContaining(['pql-handoff', 'marketing', 'sales-floor', 'pql-vip']));
    expect(names).not.toContain('leadership');
    expect(names).not.toContain('old-handoffs');
    expect(Math.min(...sizes)).toBeLessThan(3);
  });

  it('lists the members of a channel the app sees, and of no other', async () => {
    const { members = [] } = await connect().conversations.members({ channel: 'C0HANDOFF', limit: 3 });
    expect(members).toHaveLength(3);
    await expect(connect().conversations.members({ channel: 'C0LEADER1' })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    });
  });

  it('finds people by e-mail, but not those who left', async () => {
    await expect(connect().users.lookupByEmail({ email: 'maria@acme.test' })).resolves.toMatchObject({
      user: { id: 'U0MARIA01' },
    });
    for (const email of ['left@acme.test', 'nobody@acme.test']) {
      await expect(connect().users.lookupByEmail({ email })).rejects.toMatchObject({
        data: { error: 'users_not_found' },
      });
    }
  });

  it('joins public channels only', async () => {
    await expect(connect().conversations.join({ channel: 'C0FLOOR01' })).resolves.toMatchObject({
      channel: { is_member: true },
    });
    await expect(connect().conversations.join({ channel: 'C0VIP0001' })).rejects.toMatchObject({
      data: { error: 'method_not_supported_for_channel_type' },
    });
  });

  it('names the scope that is missing, and refuses wrong and revoked tokens', async () => {
    await expect(connect('xoxb-other').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    await control('POST', '/sandbox/settings', { scopes: ['users:read'] });
    await expect(connect().chat.postMessage({ channel: 'C0HANDOFF', text: 'x' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'users:read' },
    });
    await expect(connect().auth.revoke()).resolves.toMatchObject({ revoked: true });
    await expect(connect().auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } });
  });

  it('says unknown_method loudly', async () => {
    await expect(connect().apiCall('pins.add')).rejects.toMatchObject({ data: { error: 'unknown_method' } });
  });
});

describe('failures on demand', () => {
  it.each([
    ['#slack-500', { statusCode: 500 }, 0],
    ['#slack-500-after-post', { statusCode: 500 }, 1],
    ['#slack-reset-before-post', { code: 'slack_webapi_request_error' }, 0],
    ['#slack-reset-after-post', { code: 'slack_webapi_request_error' }, 1],
    ['#slack-timeout', { code: 'slack_webapi_request_error' }, 0],
    ['#slack-timeout-after-post', { code: 'slack_webapi_request_error' }, 1],
    ['#slack-malformed', { data: { ok: false, error: expect.stringContaining('<html>') } }, 1],
    ['#slack-fatal-error', { data: { error: 'fatal_error' } }, 0],
    ['#slack-rate-limited', { retryAfter: 2 }, 0],
  ])('%s fails in its way', async (channel, failure, stored) => {
    await expect(connect(undefined, 200).chat.postMessage({ channel, text: 'x' })).rejects.toMatchObject(failure);
    expect(sandbox.workspace.messages).toHaveLength(stored);
    expect(await control('GET', '/sandbox/requests')).toMatchObject({ counts: { 'chat.postMessage': 1 } });
  });

  it('carries a call out and answers late', async () => {
    const rule = { match: { method: 'chat.postMessage' }, mode: 'slow', delayMs: 250 };
    await control('POST', '/sandbox/failures', rule);
    const from = performance.now();
    await expect(connect().chat.postMessage({ channel: '#pql-handoff', text: 'x' })).resolves.toMatchObject({
      ok: true,
    });
    expect(performance.now() - from).toBeGreaterThan(240);
    expect(sandbox.workspace.messages).toHaveLength(1);
  });

  it('carries out a rule as often as it says, for the method it names', async () => {
    await control('POST', '/sandbox/failures', {
      match: { method: 'users.lookupByEmail' },
      times: 1,
      mode: 'error',
      error: 'internal_error',
    });
    const client = connect();
    await client.auth.test();
    await expect(client.users.lookupByEmail({ email: 'tom@acme.test' })).rejects.toMatchObject({
      data: { error: 'internal_error' },
    });
    await expect(client.users.lookupByEmail({ email: 'tom@acme.test' })).resolves.toMatchObject({
      user: { id: 'U0TOM0001' },
    });
    expect(await control('POST', '/sandbox/failures', { mode: 'gremlins' })).toEqual({
      error: expect.stringContaining('mode must be one of'),
    });
  });
});

describe('the shared clock', () => {
  it('takes message times from the clock, and keeps ids unique while it stands still', async () => {
    await sandbox.close();
    let now = Date.UTC(2026, 2, 3, 9, 0);
    sandbox = await startSlackSandbox({ clock: { now: () => now }, seed: seedAcme() });
    const client = connect();
    const first = await client.chat.postMessage({ channel: 'C0HANDOFF', text: '1' });
    const second = await client.chat.postMessage({ channel: 'C0HANDOFF', text: '2' });
    now += 14 * 86_400_000;
    const third = await client.chat.postMessage({ channel: 'C0HANDOFF', text: '3' });
    expect([first.ts, second.ts, third.ts]).toEqual(['1772528400.000000', '1772528400.000001', '1773738000.000000']);
  });
});

describe('watching', () => {
  it('answers a waiting reader as soon as something happens', async () => {
    const waiting = control('GET', '/sandbox/changes?after=0');
    await connect().chat.postMessage({ channel: 'C0HANDOFF', text: 'x' });
    expect(await waiting).toMatchObject({
      version: 1,
      changes: [{ version: 1, kind: 'message posted', channel: 'C0HANDOFF' }],
    });
    expect(await control('GET', '/sandbox/changes?after=1&waitMs=10')).toEqual({ version: 1, changes: [] });
    expect(await control('GET', '/sandbox/state')).toMatchObject({
      version: 1,
      messages: [{ text: 'x', monotonicMs: expect.any(Number) }],
    });
  });

  it('shows texts as a person would read them', async () => {
    const text = 'Owner: <@U0MARIA01> &amp; <#C0MARKET1>\nOpen: <https://a.test/?x=1&amp;y=2> <https://a.test|here>';
    await connect().chat.postMessage({ channel: 'C0HANDOFF', text });
    expect(await control('GET', '/sandbox/state')).toMatchObject({
      messages: [{ shown: 'Owner: @maria & #marketing\nOpen: https://a.test/?x=1&y=2 here' }],
    });
  });
});
