import { createHash } from 'node:crypto';
import { callback, type OauthSetting, optional, portalId, required, startOauthSetting } from './oauth-calls.ts';
import { callsAs } from './sandbox-calls.ts';

let app: OauthSetting;

beforeEach(async () => {
  app = await startOauthSetting();
});
afterEach(() => app.close());

describe('the token endpoint', () => {
  it('takes a code once', async () => {
    const code = await app.codeFrom(app.approve());
    await app.exchange(code);
    expect(await app.exchange(code)).toMatchObject({
      status: 400,
      body: { status: 'BAD_AUTH_CODE', error: 'invalid_grant' },
    });
  });

  it('takes no code after five minutes', async () => {
    const code = await app.codeFrom(app.approve());
    await app.clock.advance(300_000);
    expect((await app.exchange(code)).body.status).toBe('BAD_AUTH_CODE');
  });

  it.each([
    [{ client_id: 'other' }, 'BAD_CLIENT_ID', 'invalid_client'],
    [{ client_secret: 'other' }, 'BAD_CLIENT_SECRET', 'invalid_client'],
    [{ grant_type: 'password' }, 'BAD_GRANT_TYPE', 'unsupported_grant_type'],
    [{ redirect_uri: 'http://app.test/other' }, 'BAD_REDIRECT_URI', 'invalid_grant'],
    [{ code: 'other' }, 'BAD_AUTH_CODE', 'invalid_grant'],
  ])('refuses %j with %s', async (fields, status, error) => {
    const answer = await app.exchange(await app.codeFrom(app.approve()), fields);
    expect(answer).toMatchObject({ status: 400, body: { status, error } });
  });

  it('wants the verifier of a challenge', async () => {
    const verifier = 'a-verifier-of-forty-three-characters-or-more';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const asked = { code_challenge: challenge, code_challenge_method: 'S256' };
    expect((await app.exchange(await app.codeFrom(app.approve({}, asked)))).body.status).toBe('BAD_CODE_VERIFIER');
    const right = await app.exchange(await app.codeFrom(app.approve({}, asked)), { code_verifier: verifier });
    expect(right.status).toBe(200);
  });

  it('wants a form, not JSON', async () => {
    expect((await app.call('POST', '/oauth/2026-09/token', { grant_type: 'refresh_token' })).status).toBe(415);
  });

  it('refreshes as often as wished; the refresh token stays, and is no access token', async () => {
    const first = await app.install();
    const second = (await app.refresh(first.refresh_token)).body;
    expect(second.refresh_token).toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    expect([(await app.owners(first.access_token)).status, (await app.owners(second.access_token)).status]).toEqual([
      200, 200,
    ]);
    expect((await app.owners(first.refresh_token)).status).toBe(401);
  });

  it('hands out another refresh token when it is set to', async () => {
    await app.call('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    const first = await app.install();
    const second = (await app.refresh(first.refresh_token)).body;
    expect(await app.refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: {
        status: 'BAD_REFRESH_TOKEN',
        error: 'invalid_grant',
        error_description: 'refresh token is invalid, expired or revoked',
      },
    });
    expect((await app.refresh(second.refresh_token)).status).toBe(200);
  });

  it('answers BAD_HUB for a portal that is gone', async () => {
    const { refresh_token } = await app.install();
    await app.call('DELETE', `/sandbox/portals/${portalId}`);
    expect((await app.refresh(refresh_token)).body).toMatchObject({ status: 'BAD_HUB', error: 'access_denied' });
  });

  it('says what a token is', async () => {
    const { access_token, refresh_token, user_id } = await app.install();
    const ask = async (token: unknown) =>
      (await app.form('/oauth/2026-09/token/introspect', { token: String(token) })).body;
    expect(await ask(access_token)).toEqual({
      active: true,
      hub_id: portalId,
      user_id,
      user: 'admin@two.test',
      hub_domain: expect.any(String),
      app_id: 1001,
      client_id: app.sandbox.clientId,
      scopes: [...required, ...optional],
      expires_in: expect.any(Number),
      token_use: 'access_token',
      token_type: 'bearer',
    });
    expect(await ask(refresh_token)).toMatchObject({ active: true, token_use: 'refresh_token' });
    expect(await ask('other')).toEqual({ active: false });
  });

  it('fails on demand: an error, slowly, and after the refresh was done', async () => {
    await app.call('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    const { refresh_token } = await app.install();
    const fail = (mode: string, more = {}) =>
      app.call('POST', '/sandbox/failures', { match: { path: '/oauth/2026-09/token' }, mode, ...more });
    await fail('status', { status: 503 });
    expect((await app.refresh(refresh_token)).status).toBe(503);
    await fail('slow', { delayMs: 120 });
    const since = performance.now();
    const slow = (await app.refresh(refresh_token)).body;
    expect(performance.now() - since).toBeGreaterThan(100);
    await fail('reset-after-commit');
    await expect(app.refresh(slow.refresh_token)).rejects.toThrow('fetch failed');
    expect((await app.refresh(slow.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
  });
});

describe('the life of an access token', () => {
  it('ends after 30 minutes of the movable clock', async () => {
    const { access_token, refresh_token } = await app.install();
    await app.clock.advance(1_799_000);
    expect((await app.owners(access_token)).status).toBe(200);
    await app.clock.advance(2_000);
    expect(await app.owners(access_token)).toMatchObject({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } });
    expect((await app.owners((await app.refresh(refresh_token)).body.access_token)).status).toBe(200);
  });

  it('outlives its revoked refresh token', async () => {
    const { access_token, refresh_token } = await app.install();
    expect((await app.form('/oauth/2026-09/token/revoke', { token: String(refresh_token) })).status).toBe(200);
    expect((await app.refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect((await app.owners(access_token)).status).toBe(200);
  });

  it('ends with an uninstallation by the app', async () => {
    const { access_token, refresh_token } = await app.install();
    const remove = await callsAs(app.sandbox, String(access_token))('DELETE', '/appinstalls/2026-09/external-install');
    expect(remove.status).toBe(204);
    expect((await app.owners(access_token)).status).toBe(401);
    expect((await app.refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    expect(app.sandbox.portal(portalId).isInstalled).toBe(false);
  });

  it('ends with an uninstallation in HubSpot, and a new installation starts afresh', async () => {
    const { access_token, refresh_token } = await app.install();
    await app.call('POST', '/sandbox/oauth/uninstall', { portalId });
    expect((await app.owners(access_token)).status).toBe(401);
    expect((await app.refresh(refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
    const again = await app.install();
    expect((await app.owners(again.access_token)).status).toBe(200);
    expect(app.sandbox.portal(portalId).isInstalled).toBe(true);
  });

  it('has its refresh token replaced when the account connects again', async () => {
    const first = await app.install();
    await app.install();
    expect((await app.refresh(first.refresh_token)).body.status).toBe('BAD_REFRESH_TOKEN');
  });

  it('ends for the static token, too', async () => {
    await app.call('POST', '/sandbox/oauth/uninstall', {});
    expect((await app.owners(app.sandbox.accessToken)).status).toBe(401);
  });

  it('is shown without secrets', async () => {
    await app.install();
    const { body } = await app.call('GET', '/sandbox/oauth');
    expect(body).toMatchObject({
      app: { redirectUrls: [callback], requiredScopes: required },
      installations: [{ portalId: 424242 }, { portalId, userEmail: 'admin@two.test', liveAccessTokens: 1 }],
    });
    expect(JSON.stringify(body)).not.toContain(app.sandbox.clientSecret);
  });
});
