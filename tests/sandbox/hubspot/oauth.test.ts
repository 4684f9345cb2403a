import { createHash } from 'node:crypto';
import path from 'node:path';
import { Client } from '@hubspot/api-client';
import { startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type Called, callsAs, callsTo } from './sandbox-calls.ts';

const portalId = 77001;
const callback = 'http://app.test/hubspot/oauth/callback';
const required = ['oauth', 'crm.objects.contacts.read', 'crm.objects.owners.read'];
const optional = ['automation', 'crm.lists.read'];

let clock: Awaited<ReturnType<typeof startClockServer>>;
let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  clock = await startClockServer();
  sandbox = await startHubspotSandbox({
    clockUrl: clock.url,
    actionUrl: 'http://app.test/',
    projectDir: path.join(import.meta.dirname, 'fixture-oauth'),
  });
  call = callsTo(sandbox);
  await call('POST', '/sandbox/portals', {
    portalId,
    users: ['admin@two.test', { email: 'guest@two.test', mayInstall: false }],
  });
});
afterEach(async () => {
  await sandbox.close();
  await clock.close();
});

type Query = Record<string, string | null>;
function authorizeUrl(changes: Query = {}, at = '/oauth/authorize'): string {
  const query: Query = {
    client_id: sandbox.clientId,
    redirect_uri: callback,
    scope: required.join(' '),
    optional_scope: optional.join(' '),
    state: 'of-the-browser',
    ...changes,
  };
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== null);
  return `${sandbox.url}${at}?${new URLSearchParams(given)}`;
}

const approve = (changes: Record<string, unknown> = {}, query: Query = {}) =>
  call('POST', '/sandbox/oauth/approve', {
    authorizeUrl: authorizeUrl(query),
    portalId,
    userEmail: 'admin@two.test',
    ...changes,
  });

async function codeFrom(answer: Promise<Called>): Promise<string> {
  const url = new URL(String((await answer).body.redirectTo));
  return url.searchParams.get('code') ?? '';
}

async function form(at: string, fields: Record<string, string>): Promise<Called> {
  const response = await fetch(`${sandbox.url}${at}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: sandbox.clientId, client_secret: sandbox.clientSecret, ...fields }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const exchange = (code: string, fields: Record<string, string> = {}) =>
  form('/oauth/2026-09/token', { grant_type: 'authorization_code', redirect_uri: callback, code, ...fields });
const refresh = (refreshToken: unknown) =>
  form('/oauth/2026-09/token', { grant_type: 'refresh_token', refresh_token: String(refreshToken) });
const install = async (changes: Record<string, unknown> = {}) =>
  (await exchange(await codeFrom(approve(changes)))).body;
const owners = (token: unknown) => callsAs(sandbox, String(token))('GET', '/crm/v3/owners');

describe('connecting the app', () => {
  it('leads back with code and state, and the code becomes tokens of that portal', async () => {
    const { redirectTo } = (await approve()).body;
    expect(redirectTo).toMatch(/^http:\/\/app\.test\/hubspot\/oauth\/callback\?code=[^&]+&state=of-the-browser$/);
    const { status, body } = await exchange(new URL(String(redirectTo)).searchParams.get('code') ?? '');
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'bearer',
      access_token: expect.stringMatching(/^[\w-]{300,}$/),
      refresh_token: expect.any(String),
      expires_in: 1800,
      hub_id: portalId,
      user_id: expect.any(Number),
      scopes: [...required, ...optional],
      token_use: 'access_token',
    });
    const client = new Client({ accessToken: String(body.access_token), basePath: sandbox.url });
    const { results } = await client.crm.owners.ownersApi.getPage();
    expect(results.map(({ email }) => email)).toEqual(['admin@two.test', 'guest@two.test']);
  });

  it.each(['/oauth/v3/token', '/oauth/2026-03/token'])('gives tokens at %s, too', async (at) => {
    const code = await codeFrom(approve());
    const answer = await form(at, { grant_type: 'authorization_code', redirect_uri: callback, code });
    expect(answer.body.hub_id).toBe(portalId);
  });

  it('leaves out optional scopes that are denied, and answers 403 MISSING_SCOPES to calls that need them', async () => {
    const { access_token, scopes } = await install({ denyScopes: ['automation'] });
    expect(scopes).toEqual([...required, 'crm.lists.read']);
    expect(await callsAs(sandbox, String(access_token))('GET', '/automation/v4/flows')).toMatchObject({
      status: 403,
      body: { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: ['automation'] } }] },
    });
  });

  it('leads back with an error after Cancel', async () => {
    const { redirectTo } = (await approve({ decline: true })).body;
    const { searchParams } = new URL(String(redirectTo));
    expect([searchParams.get('error'), searchParams.get('state'), searchParams.get('code')]).toEqual([
      'access_denied',
      'of-the-browser',
      null,
    ]);
  });

  it.each([
    ['another client', { client_id: 'other' }],
    ['an address that is not registered', { redirect_uri: 'http://app.test/elsewhere' }],
    ['no scope', { scope: null }],
    ['a scope too few', { scope: 'oauth' }],
    ['a scope too many', { scope: [...required, 'tickets'].join(' ') }],
    ['other optional scopes', { optional_scope: 'automation' }],
    ['a plain challenge', { code_challenge: 'x', code_challenge_method: 'plain' }],
  ])('is blocked for %s, and goes nowhere', async (_what, query) => {
    expect(await approve({}, query)).toMatchObject({ status: 403, body: { category: 'INSTALLATION_BLOCKED' } });
    const page = await fetch(authorizeUrl(query), { redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('The app cannot be connected')]);
  });

  it('is blocked for people without the right, for required scopes, and for another portal than the address says', async () => {
    expect((await approve({ userEmail: 'guest@two.test' })).status).toBe(403);
    expect((await approve({ denyScopes: ['oauth'] })).status).toBe(403);
    expect((await approve({ authorizeUrl: authorizeUrl({}, '/oauth/1/authorize') })).status).toBe(403);
  });

  it('comes from the marketplace without state', async () => {
    const { redirectTo } = (await call('POST', '/sandbox/oauth/marketplace-install', { portalId })).body;
    const url = new URL(String(redirectTo));
    expect([url.origin + url.pathname, Object.fromEntries(url.searchParams)]).toEqual([
      callback,
      { step: 'authorize', returnUrl: `https://app.hubspot.com/integrations-settings/${portalId}/installed` },
    ]);
    const code = await codeFrom(call('POST', '/sandbox/oauth/marketplace-install', { portalId, withCode: true }));
    expect((await exchange(code)).status).toBe(200);
  });
});

describe('the page', () => {
  const decide = (fields: Record<string, string>, at?: string) =>
    fetch(authorizeUrl({}, at), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  it('offers accounts and names scopes; a portal in the address leaves one account', async () => {
    const all = await (await fetch(authorizeUrl())).text();
    for (const text of ['Fixture &amp; Co', 'crm.lists.read', 'Connect app', 'Cancel', '424242 as maria@acme.test'])
      expect(all).toContain(text);
    expect(await (await fetch(authorizeUrl({}, `/oauth/${portalId}/authorize`))).text()).not.toContain('424242');
  });

  it('sends the browser back', async () => {
    const connected = await decide({ decision: 'connect', account: `${portalId} admin@two.test` });
    expect(connected.status).toBe(302);
    const code = new URL(connected.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect((await exchange(code)).body.hub_id).toBe(portalId);
    const cancelled = await decide({ decision: 'cancel' });
    expect(cancelled.headers.get('location')).toMatch(/^http:\/\/app\.test\/.*error=access_denied/);
  });

  it('takes no account that the address does not offer', async () => {
    const at = `/oauth/${portalId}/authorize`;
    expect((await decide({ decision: 'connect', account: '424242 maria@acme.test' }, at)).status).toBe(403);
  });
});

describe('the token endpoint', () => {
  it('takes a code once', async () => {
    const code = await codeFrom(approve());
    await exchange(code);
    expect(await exchange(code)).toMatchObject({
      status: 400,
      body: { status: 'BAD_AUTH_CODE', error: 'invalid_grant' },
    });
  });

  it('takes no code after five minutes', async () => {
    const code = await codeFrom(approve());
    await clock.advance(300_000);
    expect((await exchange(code)).body.status).toBe('BAD_AUTH_CODE');
  });

  it.each([
    [{ client_id: 'other' }, 'BAD_CLIENT_ID', 'invalid_client'],
    [{ client_secret: 'other' }, 'BAD_CLIENT_SECRET', 'invalid_client'],
    [{ grant_type: 'password' }, 'BAD_GRANT_TYPE', 'unsupported_grant_type'],
    [{ redirect_uri: 'http://app.test/other' }, 'BAD_REDIRECT_URI', 'invalid_grant'],
    [{ code: 'other' }, 'BAD_AUTH_CODE', 'invalid_grant'],
  ])('refuses %j with %s', async (fields, status, error) => {
    const answer = await exchange(await codeFrom(approve()), fields);
    expect(answer).toMatchObject({ status: 400, body: { status, error } });
  });

  it('wants the verifier of a challenge', async () => {
    const verifier = 'a-verifier-of-forty-three-characters-or-more';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const asked = { code_challenge: challenge, code_challenge_method: 'S256' };
    expect((await exchange(await codeFrom(approve({}, asked)))).body.status).toBe('BAD_CODE_VERIFIER');
    const right = await exchange(await codeFrom(approve({}, asked)), { code_verifier: verifier });
    expect(right.status).toBe(200);
  });

  it('wants a form, not JSON', async () => {
    expect((await call('POST', '/oauth/2026-09/token', { grant_type: 'refresh_token' })).status).toBe(415);
  });

  it('refreshes as often as wished; the refresh token stays, and is no access token', async () => {
    const first = await install();
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    expect([(await owners(first.access_token)).status, (await owners(second.access_token)).status]).toEqual([200, 200]);
    expect((await owners(first.refresh_token)).status).toBe(401);
  });

  it('hands out another refresh token when it is set to', async () => {
    await call('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    const first = await install();
    const second = (await refresh(first.refresh_token)).body;
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: {
        status: 'BAD_REFRESH_TOKEN',
        error: 'invalid_grant',
        error_description: 'refresh token is invalid, expired or revoked',
      },
    });
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('answers BAD_HUB for a portal that is gone', async () => {
    const { refresh_token } = await install();
    await call('DELETE', `/sandbox/portals/${portalId}`);
    expect((await refresh(refresh_token)).body).toMatchObject({ status: 'BAD_HUB', error: 'access_denied' });
  });

  it('says what a token is', async () => {
    const { access_token, refresh_token, user_id } = await install();
    const ask = async (token: unknown) =>
      (await form('/oauth/2026-09/token/introspect', { token: String(token) })).body;
    expect(await ask(access_token)).toEqual({
      active: true,
      hub_id: portalId,
      user_id,
      user: 'admin@two.test',
      hub_domain: expect.any(String),
      app_id: 1001,
      client_id: sandbox.clientId,
      scopes: [...required, ...optional],
      expires_in: expect.any(Number),
      token_use: 'access_token',
      token_type: 'bearer',
    });
    expect(await ask(refresh_token)).toMatchObject({ active: true, token_use: 'refresh_token' });
    expect(await ask('other')).toEqual({ active: false });
  });

  it('fails on demand: an error, slowly, and after the refresh was done', async () => {
    await call('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    const { refresh_token } = await install();
    const fail = (mode: string, more = {}) =>
      call('POST', '/sandbox/failures', { match: { path: '/oauth/2026-09/token' }, mode, ...more });
    await fail('status', { status: 503 });
    expect((await refresh(refresh_token)).status).toBe(503);
    await fail('slow', { delayMs: 120 });
    const since = performance.now();
    const slow = (await refresh(refresh_token)).body;
    expect(performance.now() - since).toBeGreaterThan(100);
    await fail('reset-after-commit');
    await expect(refresh(slow.refresh_token)).rejects.toThrow('fetch failed');
    expect((await refresh(slow.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
  });
});

describe('the life of an access token', () => {
  it('ends after 30 minutes of the movable clock', async () => {
    const { access_token, refresh_token } = await install();
    await clock.advance(1_799_000);
    expect((await owners(access_token)).status).toBe(200);
    await clock.advance(2_000);
    expect(await owners(access_token)).toMatchObject({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } });
    expect((await owners((await refresh(refresh_token)).body.access_token)).status).toBe(200);
  });

  it('outlives its revoked refresh token', async () => {
    const { access_token, refresh_token } = await install();
    expect((await form('/oauth/2026-09/token/revoke', { token: String(refresh_token) })).status).toBe(200);
    expect((await refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await owners(access_token)).status).toBe(200);
  });

  it('ends with an uninstallation by the app', async () => {
    const { access_token, refresh_token } = await install();
    const remove = await callsAs(sandbox, String(access_token))('DELETE', '/appinstalls/2026-09/external-install');
    expect(remove.status).toBe(204);
    expect((await owners(access_token)).status).toBe(401);
    expect((await refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect(sandbox.portal(portalId).isInstalled).toBe(false);
  });

  it('ends with an uninstallation in HubSpot, and a new installation starts afresh', async () => {
    const { access_token, refresh_token } = await install();
    await call('POST', '/sandbox/oauth/uninstall', { portalId });
    expect((await owners(access_token)).status).toBe(401);
    expect((await refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    const again = await install();
    expect((await owners(again.access_token)).status).toBe(200);
    expect(sandbox.portal(portalId).isInstalled).toBe(true);
  });

  it('has its refresh token replaced when the account connects again', async () => {
    const first = await install();
    await install();
    expect((await refresh(first.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('ends for the static token, too', async () => {
    await call('POST', '/sandbox/oauth/uninstall', {});
    expect((await owners(sandbox.accessToken)).status).toBe(401);
  });

  it('is shown without secrets', async () => {
    await install();
    const { body } = await call('GET', '/sandbox/oauth');
    expect(body).toMatchObject({
      app: { redirectUrls: [callback], requiredScopes: required },
      installations: [{ portalId: 424242 }, { portalId, userEmail: 'admin@two.test', liveAccessTokens: 1 }],
    });
    expect(JSON.stringify(body)).not.toContain(sandbox.clientSecret);
  });
});
