import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOauthCalls, type OauthCalls, TokenRefused } from '../../../backend/hubspot/oauth-calls.ts';

const client = { clientId: 'our id', clientSecret: 'our secret' };
type Seen = { method: string; path: string; type: string | undefined; authorization: string | undefined; body: string };
let seen: Seen[];
let answer: { status: number; body: unknown; headers?: Record<string, string> };
let server: Server;
let calls: OauthCalls;

beforeEach(async () => {
  seen = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method = '', url = '', headers } = request;
    seen.push({ method, path: url, type: headers['content-type'], authorization: headers.authorization, body });
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  calls = createOauthCalls({ client, baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 2_000 });
});
afterEach(async () => {
  await calls.close();
  server.close();
});

const granted = { access_token: 'a', refresh_token: 'r2', expires_in: 1800, hub_id: 42 };
const refused = (status: number, body: unknown) => {
  answer = { status, body };
  return calls.refresh('r1').then(
    () => null,
    (error: unknown) => error,
  );
};

describe('the calls of OAuth', () => {
  it('send a code in a form to the dated address, with nothing secret in it', async () => {
    answer = { status: 200, body: granted };
    expect(await calls.exchangeCode('the code', 'https://zo.test/back', 'the verifier')).toEqual({
      tokens: { accessToken: 'a', refreshToken: 'r2' },
      expiresInMs: 1_800_000,
      portalId: 42,
    });
    const [{ method, path, type, body }] = seen as [Seen];
    expect([method, path, type]).toEqual(['POST', '/oauth/2026-09/token', 'application/x-www-form-urlencoded']);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'authorization_code',
      client_id: 'our id',
      client_secret: 'our secret',
      code: 'the code',
      redirect_uri: 'https://zo.test/back',
      code_verifier: 'the verifier',
    });
  });

  it('go on with the refresh token there was when no new one comes', async () => {
    answer = { status: 200, body: { access_token: 'a', expires_in: 60 } };
    expect(await calls.refresh('r1')).toMatchObject({ tokens: { refreshToken: 'r1' }, expiresInMs: 60_000 });
  });

  it('look tokens and accounts up at the dated addresses', async () => {
    answer = {
      status: 200,
      body: { active: true, hub_id: 42, user: 'Admin@One.test', user_id: 9, scopes: ['oauth'], app_id: 5 },
    };
    expect(await calls.introspect('a')).toEqual({
      portalId: 42,
      hubDomain: null,
      appId: 5,
      user: { id: '9', email: 'admin@one.test' },
      scopes: ['oauth'],
    });
    answer = { status: 200, body: { portalId: 42, timeZone: 'Europe/Madrid', dataHostingLocation: 'eu1' } };
    expect(await calls.account('a')).toMatchObject({
      portalId: 42,
      uiDomain: 'app.hubspot.com',
      timeZone: 'Europe/Madrid',
    });
    expect(seen.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/oauth/2026-09/token/introspect', undefined],
      ['/account-info/2026-09/details', 'Bearer a'],
    ]);
  });
});

describe('a refused refresh', () => {
  it.each([
    [{ status: 'BAD_REFRESH_TOKEN', error: 'invalid_grant', message: 'missing or invalid refresh token' }, true],
    [{ status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' }, true],
    [{ error: 'invalid_grant', error_description: 'refresh token is invalid, expired or revoked' }, true],
    [{ status: 'BAD_CLIENT_SECRET', error: 'invalid_client' }, false],
    [{ status: 'BAD_CLIENT_ID', error: 'invalid_client' }, false],
    [{ status: 'BAD_REDIRECT_URI', error: 'invalid_grant' }, false],
    [{ status: 'BAD_HUB', error: 'access_denied' }, false],
    ['not JSON', false],
  ])('%j means that the grant is gone: %s', async (body, isGone) => {
    expect(await refused(400, body)).toMatchObject({ name: 'TokenRefused', isGrantGone: isGone });
  });

  it.each([500, 502, 503, 429, 423, 477])('with %s is tried again and says nothing of the grant', async (status) => {
    const error = await refused(status, { status: 'error', error: 'invalid_grant' });
    expect(error).not.toBeInstanceOf(TokenRefused);
    expect(error).toHaveProperty('afterMs');
  });

  it.each([401, 403, 404])('with %s leaves the grant alone', async (status) => {
    expect(await refused(status, { status: 'error' })).toMatchObject({ isGrantGone: false });
  });

  it('without a usable answer is tried again', async () => {
    expect(await refused(200, '')).toHaveProperty('afterMs');
    expect(await refused(200, { access_token: '' })).toHaveProperty('afterMs');
    server.close();
    server.closeAllConnections();
    expect(await calls.refresh('r1').catch((error: unknown) => error)).toHaveProperty('afterMs');
  });

  it('never repeats what was sent', async () => {
    const error = await refused(400, { status: 'BAD_REFRESH_TOKEN', message: 'token r1-secret of our secret is bad' });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/secret|r1/);
  });
});
