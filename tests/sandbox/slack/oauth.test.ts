/** The local Slack gives an app its token as Slack does, in one workspace after another. */
import { WebClient } from '@slack/web-api';
import { refusal, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

const redirectUrl = 'https://zo.acme.test/slack/oauth/callback';
const europe = 'T1ACMEEU1';
let slack: SlackWithApp;
let now: number;

beforeEach(async () => {
  now = Date.now();
  slack = await startSlackWithApp({ redirectUrls: [redirectUrl], clock: { now: () => now } });
});
afterEach(() => slack.close());

function address(change: Record<string, string> = {}): string {
  const { clientId: client_id } = slack.sandbox.control.app;
  const asked = { client_id, scope: 'chat:write,users:read', redirect_uri: redirectUrl, state: 'S', ...change };
  return `${slack.sandbox.url}/oauth/v2/authorize?${new URLSearchParams(asked)}`;
}

async function authorize(change: Record<string, unknown> = {}): Promise<URL> {
  const answer = await slack.call<{ location: string }>('POST', '/sandbox/authorize', {
    url: address(),
    team: europe,
    user: 'U1MARIA01',
    answer: 'allow',
    ...change,
  });
  return new URL(answer.body.location);
}

function exchange(code: string, change: Record<string, string> = {}) {
  const { clientId: client_id, clientSecret: client_secret } = slack.sandbox.control.app;
  const client = clientOf();
  return client.oauth.v2.access({ client_id, client_secret, code, redirect_uri: redirectUrl, ...change });
}

function clientOf(token?: string): WebClient {
  return new WebClient(token, { slackApiUrl: slack.sandbox.apiUrl, retryConfig: { retries: 0 } });
}

const codeOf = (location: URL) => location.searchParams.get('code') ?? '';

it('exchanges a code for the bot token of the workspace whose person allowed it', async () => {
  const location = await authorize();
  expect(location.href.startsWith(redirectUrl)).toBe(true);
  expect(location.searchParams.get('state')).toBe('S');
  const granted = await exchange(codeOf(location));
  expect(granted).toMatchObject({
    token_type: 'bot',
    scope: 'chat:write,users:read',
    bot_user_id: 'U1ZOBOT01',
    team: { id: europe, name: 'Acme Europe' },
    authed_user: { id: 'U1MARIA01' },
  });
  const identity = await clientOf(granted.access_token).auth.test();
  expect(identity).toMatchObject({ team_id: europe, user_id: 'U1ZOBOT01' });
});

it('takes a code once, within ten minutes, and with the very redirect address it was given for', async () => {
  const code = codeOf(await authorize());
  await exchange(code);
  expect(await refusal(exchange(code))).toBe('invalid_code');

  const late = codeOf(await authorize());
  now += 10 * 60_000 + 1;
  expect(await refusal(exchange(late))).toBe('invalid_code');

  const elsewhere = codeOf(await authorize());
  expect(await refusal(exchange(elsewhere, { redirect_uri: `${redirectUrl}/other` }))).toBe('bad_redirect_uri');
});

it('refuses another app and another secret, in the form and in HTTP Basic', async () => {
  const code = codeOf(await authorize());
  expect(await refusal(exchange(code, { client_id: '1.2' }))).toBe('invalid_client_id');
  expect(await refusal(exchange(code, { client_secret: 'guessed' }))).toBe('bad_client_secret');
  const { clientId, clientSecret } = slack.sandbox.control.app;
  const basic = (secret: string) =>
    fetch(`${slack.sandbox.apiUrl}oauth.v2.access`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ code, redirect_uri: redirectUrl }),
    }).then((response) => response.json());
  expect(await basic('guessed')).toEqual({ ok: false, error: 'bad_client_secret' });
  expect(await basic(clientSecret)).toMatchObject({ ok: true, team: { id: europe } });
});

it('sends whoever cancels back without a code', async () => {
  const location = await authorize({ answer: 'cancel' });
  expect(location.searchParams.get('error')).toBe('access_denied');
  expect(location.searchParams.get('state')).toBe('S');
  expect(location.searchParams.has('code')).toBe(false);
});

it.each([
  ['an unknown app', { client_id: '1.2' }, 'invalid_client_id'],
  ['an address that is not registered', { redirect_uri: 'https://evil.test/' }, 'bad_redirect_uri'],
  ['no scopes', { scope: '' }, 'no_scopes'],
  ['what is no scope', { scope: 'chat:write,nonsense' }, 'invalid_scope'],
])('shows an error and sends nobody anywhere for %s', async (_, change, error) => {
  const response = await fetch(address(change), { redirect: 'manual' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(error);
});

it('shows a page with Allow and Cancel, which sends the browser back', async () => {
  const page = await fetch(address());
  const text = await page.text();
  expect(text).toContain('Acme Europe');
  expect(text).toMatch(/value="allow">Allow<[\s\S]*value="cancel">Cancel</);
  const form = new URLSearchParams({ team: europe, answer: 'allow' });
  const sent = await fetch(address(), { method: 'POST', body: form, redirect: 'manual' });
  expect(sent.status).toBe(302);
  const granted = await exchange(codeOf(new URL(sent.headers.get('location') ?? '')));
  expect(granted.team?.id).toBe(europe);
});

it('keeps the token while the app stays installed, adds scopes, and gives another after a removal', async () => {
  const first = await exchange(codeOf(await authorize()));
  const again = await exchange(codeOf(await authorize({ url: address({ scope: 'im:write' }) })));
  expect(again.access_token).toBe(first.access_token);
  expect(again.scope).toBe('chat:write,users:read,im:write');
  await slack.call('POST', '/sandbox/uninstall', { team: europe });
  expect(await refusal(clientOf(first.access_token).auth.test())).toBe('account_inactive');
  const anew = await exchange(codeOf(await authorize()));
  expect(anew.access_token).not.toBe(first.access_token);
  expect(anew.scope).toBe('chat:write,users:read');
  expect(await refusal(clientOf(first.access_token).auth.test())).toBe('token_revoked');
});

it('keeps workspaces apart: people, channels, messages and limits are each their own', async () => {
  const { access_token: token } = await exchange(codeOf(await authorize()));
  const theirs = clientOf(token);
  await theirs.chat.postMessage({ channel: 'C1HANDOFF', text: 'in Europe' });
  expect(await refusal(slack.client.chat.postMessage({ channel: 'C1HANDOFF', text: 'x' }))).toBe('channel_not_found');
  const states = await Promise.all(
    ['/sandbox/state', `/sandbox/state?team=${europe}`].map((path) =>
      slack.call<{ messages: { text: string }[] }>('GET', path),
    ),
  );
  expect(states.map(({ body }) => body.messages.map(({ text }) => text))).toEqual([[], ['in Europe']]);
});
