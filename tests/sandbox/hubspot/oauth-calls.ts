/** Installs the fixture app of a sandbox in its second portal and calls the token endpoints, as an app would. */
import path from 'node:path';
import { startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type Called, callsAs, callsTo } from './sandbox-calls.ts';

export const portalId = 77001;
export const callback = 'http://app.test/hubspot/oauth/callback';
export const required = ['oauth', 'crm.objects.contacts.read', 'crm.objects.owners.read'];
export const optional = ['automation', 'crm.lists.read'];

type Query = Record<string, string | null>;

export type OauthSetting = Awaited<ReturnType<typeof startOauthSetting>>;

export async function startOauthSetting() {
  const clock = await startClockServer();
  const sandbox = await startHubspotSandbox({
    clockUrl: clock.url,
    actionUrl: 'http://app.test/',
    projectDir: path.join(import.meta.dirname, 'fixture-oauth'),
  });
  const call = callsTo(sandbox);
  const users = ['admin@two.test', { email: 'guest@two.test', mayInstall: false }];
  await call('POST', '/sandbox/portals', { portalId, users });

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

  async function close(): Promise<void> {
    await sandbox.close();
    await clock.close();
  }

  return { clock, sandbox, call, authorizeUrl, approve, codeFrom, form, exchange, refresh, install, owners, close };
}
