import { Client } from '@hubspot/api-client';
import { callback, type OauthSetting, optional, portalId, required, startOauthSetting } from './oauth-calls.ts';
import { callsAs } from './sandbox-calls.ts';

let app: OauthSetting;

beforeEach(async () => {
  app = await startOauthSetting();
});
afterEach(() => app.close());

describe('connecting the app', () => {
  it('leads back with code and state, and the code becomes tokens of that portal', async () => {
    const { redirectTo } = (await app.approve()).body;
    expect(redirectTo).toMatch(/^http:\/\/app\.test\/hubspot\/oauth\/callback\?code=[^&]+&state=of-the-browser$/);
    const { status, body } = await app.exchange(new URL(String(redirectTo)).searchParams.get('code') ?? '');
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
    const client = new Client({ accessToken: String(body.access_token), basePath: app.sandbox.url });
    const { results } = await client.crm.owners.ownersApi.getPage();
    expect(results.map(({ email }) => email)).toEqual(['admin@two.test', 'guest@two.test']);
  });

  it.each(['/oauth/v3/token', '/oauth/2026-03/token'])('gives tokens at %s, too', async (at) => {
    const code = await app.codeFrom(app.approve());
    const answer = await app.form(at, { grant_type: 'authorization_code', redirect_uri: callback, code });
    expect(answer.body.hub_id).toBe(portalId);
  });

  it('leaves out optional scopes that are denied, and answers 403 MISSING_SCOPES to calls that need them', async () => {
    const { access_token, scopes } = await app.install({ denyScopes: ['automation'] });
    expect(scopes).toEqual([...required, 'crm.lists.read']);
    expect(await callsAs(app.sandbox, String(access_token))('GET', '/automation/v4/flows')).toMatchObject({
      status: 403,
      body: { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: ['automation'] } }] },
    });
  });

  it('leads back with an error after Cancel', async () => {
    const { redirectTo } = (await app.approve({ decline: true })).body;
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
    expect(await app.approve({}, query)).toMatchObject({ status: 403, body: { category: 'INSTALLATION_BLOCKED' } });
    const page = await fetch(app.authorizeUrl(query), { redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('The app cannot be connected')]);
  });

  it('is blocked for people without the right, for required scopes, and for another portal than the address says', async () => {
    expect((await app.approve({ userEmail: 'guest@two.test' })).status).toBe(403);
    expect((await app.approve({ denyScopes: ['oauth'] })).status).toBe(403);
    expect((await app.approve({ authorizeUrl: app.authorizeUrl({}, '/oauth/1/authorize') })).status).toBe(403);
  });

  it('comes from the marketplace without state', async () => {
    const { redirectTo } = (await app.call('POST', '/sandbox/oauth/marketplace-install', { portalId })).body;
    const url = new URL(String(redirectTo));
    expect([url.origin + url.pathname, Object.fromEntries(url.searchParams)]).toEqual([
      callback,
      { step: 'authorize', returnUrl: `https://app.hubspot.com/integrations-settings/${portalId}/installed` },
    ]);
    const code = await app.codeFrom(
      app.call('POST', '/sandbox/oauth/marketplace-install', { portalId, withCode: true }),
    );
    expect((await app.exchange(code)).status).toBe(200);
  });
});

describe('the page', () => {
  const decide = (fields: Record<string, string>, at?: string) =>
    fetch(app.authorizeUrl({}, at), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  it('offers accounts and names scopes; a portal in the address leaves one account', async () => {
    const all = await (await fetch(app.authorizeUrl())).text();
    for (const text of ['Fixture &amp; Co', 'crm.lists.read', 'Connect app', 'Cancel', '424242 as maria@acme.test'])
      expect(all).toContain(text);
    expect(await (await fetch(app.authorizeUrl({}, `/oauth/${portalId}/authorize`))).text()).not.toContain('424242');
  });

  it('sends the browser back', async () => {
    const connected = await decide({ decision: 'connect', account: `${portalId} admin@two.test` });
    expect(connected.status).toBe(302);
    const code = new URL(connected.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect((await app.exchange(code)).body.hub_id).toBe(portalId);
    const cancelled = await decide({ decision: 'cancel' });
    expect(cancelled.headers.get('location')).toMatch(/^http:\/\/app\.test\/.*error=access_denied/);
  });

  it('takes no account that the address does not offer', async () => {
    const at = `/oauth/${portalId}/authorize`;
    expect((await decide({ decision: 'connect', account: '424242 maria@acme.test' }, at)).status).toBe(403);
  });
});
