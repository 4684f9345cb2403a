import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Disconnected, Reconnect, RetryLater } from '../../../backend/hubspot/hubspot-errors.ts';
import { createOauthCalls, type OauthCalls } from '../../../backend/hubspot/oauth-calls.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { createAccessTokens } from '../../../backend/tokens/access-tokens.ts';
import { createSealer } from '../../../backend/tokens/sealer.ts';
import { createTokenVault } from '../../../backend/tokens/token-vault.ts';
import { startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';

const keys = [{ id: 'k1', key: Buffer.alloc(32, 1) }];
const portalId = 4711;
const redirectUri = 'http://app.test/hubspot/oauth/callback';
const minutes = 60_000;
const quiet = { info: () => {}, warn: () => {} };

let folder: string;
let clock: Awaited<ReturnType<typeof startClockServer>>;
let hubspot: HubspotSandbox;
let calls: OauthCalls;
let stores: SqliteStore[];
let revoked: string[];
let regained: number[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'access-tokens-'));
  clock = await startClockServer();
  hubspot = await startHubspotSandbox({
    clockUrl: clock.url,
    actionUrl: 'http://app.test',
    projectDir: path.resolve(import.meta.dirname, '../../../hubspot-project'),
    seed: 'empty',
  });
  await control('POST', '/sandbox/portals', { portalId, users: ['admin@one.test'] });
  calls = callsOf();
  stores = [];
  revoked = [];
  regained = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await calls.close();
  await hubspot.close();
  await clock.close();
  rmSync(folder, { recursive: true });
});

function callsOf(clientSecret = hubspot.clientSecret): OauthCalls {
  return createOauthCalls({ client: { clientId: hubspot.clientId, clientSecret }, baseUrl: hubspot.url });
}

type Otherwise = { oauth?: Pick<OauthCalls, 'refresh'>; stopped?: AbortSignal; aheadMs?: number };

/** As one process has them: a connection to the database of its own. `aheadMs`: of its clock. */
async function process({ oauth = calls, stopped, aheadMs = 0 }: Otherwise = {}) {
  const store = await openSqliteStore(path.join(folder, 'zo.db'));
  stores.push(store);
  const vault = createTokenVault(store, createSealer(keys));
  const onRevoked = (_portal: number, reason: string) => void revoked.push(reason);
  const memory = createPortalMemory();
  const onRegained = () => void regained.push(portalId);
  const itsClock = { now: () => clock.now() + aheadMs };
  const told = { onRevoked, onRegained, log: quiet };
  const tokens = createAccessTokens({ vault, store, memory, oauth, clock: itsClock, stopped, ...told });
  return { store, vault, memory, ...tokens };
}
type Process = Awaited<ReturnType<typeof process>>;

async function control<Answer = unknown>(method: string, route: string, body?: object): Promise<Answer> {
  const response = await fetch(`${hubspot.url}${route}`, { method, body: body && JSON.stringify(body) });
  return (await response.json()) as Answer;
}

async function install({ vault, changed }: Pick<Process, 'vault' | 'changed'>): Promise<string> {
  const { app } = await control<{ app: { requiredScopes: string[]; optionalScopes: string[] } }>(
    'GET',
    '/sandbox/oauth',
  );
  const authorizeUrl = `${hubspot.url}/oauth/authorize?${new URLSearchParams({
    client_id: hubspot.clientId,
    redirect_uri: redirectUri,
    scope: app.requiredScopes.join(' '),
    optional_scope: app.optionalScopes.join(' '),
  })}`;
  const approved = await control<{ redirectTo: string }>('POST', '/sandbox/oauth/approve', { authorizeUrl, portalId });
  const code = new URL(approved.redirectTo).searchParams.get('code')!;
  const { tokens, expiresInMs } = await calls.exchangeCode(code, redirectUri, null);
  await vault.save(portalId, 'hubspot', { tokens, expiresAt: clock.now() + expiresInMs, details: {} }, clock.now());
  changed(portalId);
  return tokens.accessToken;
}

async function works(token: string): Promise<number> {
  const response = await fetch(`${hubspot.url}/crm/v3/owners`, { headers: { authorization: `Bearer ${token}` } });
  await response.text();
  return response.status;
}

async function refreshes(): Promise<number> {
  const { requests } = await control<{ requests: { path: string }[] }>('GET', '/sandbox/requests');
  return requests.filter(({ path: called }) => called.endsWith('/token')).length - 1;
}

describe('an access token', () => {
  it('serves for 25 minutes, and is renewed before HubSpot would refuse it', async () => {
    const one = await process();
    const first = await install(one);
    expect(await one.of(portalId)).toBe(first);
    await clock.advance(24 * minutes);
    expect(await one.of(portalId)).toBe(first);
    await clock.advance(2 * minutes);
    expect(await works(first)).toBe(200);
    const second = await one.of(portalId);
    expect(second).not.toBe(first);
    await clock.advance(10 * minutes);
    expect([await works(first), await works(second)]).toEqual([401, 200]);
    expect(await one.of(portalId)).toBe(second);
  });

  it('asked for ten times at once is renewed once', async () => {
    const one = await process();
    await install(one);
    await clock.advance(40 * minutes);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => one.of(portalId)));
    expect(new Set(tokens).size).toBe(1);
    expect(await works(tokens[0]!)).toBe(200);
    expect(await refreshes()).toBe(1);
  });

  it('asked for by two processes at once is renewed by one; the other waits and takes the new one', async () => {
    const [one, other] = [await process(), await process()];
    await install(one);
    await clock.advance(40 * minutes);
    await control('POST', '/sandbox/failures', {
      match: { path: '/oauth/v3/token' },
      mode: 'slow',
      delayMs: 600,
      status: 200,
    });
    const tokens = await Promise.all([one, other].flatMap((each) => [each.of(portalId), each.of(portalId)]));
    expect(new Set(tokens).size).toBe(1);
    expect(await works(tokens[0]!)).toBe(200);
    expect(await refreshes()).toBe(1);
  });

  it('that HubSpot gives for a short time only is not renewed at every call', async () => {
    await control('POST', '/sandbox/oauth/app', { accessTokenSeconds: 120 });
    const one = await process();
    await install(one);
    for (let call = 0; call < 10; call += 1) expect(await works(await one.of(portalId))).toBe(200);
    expect(await refreshes()).toBe(1);
  });

  it('is renewed by another process when the one that began has died', async () => {
    const [one, other] = [await process(), await process()];
    await install(one);
    await clock.advance(40 * minutes);
    const { revision } = (await one.store.credential(portalId, 'hubspot'))!;
    await one.store.leaseCredential(portalId, 'hubspot', revision, { id: 'dead', forMs: 1_000 });
    expect(await works(await other.of(portalId))).toBe(200);
  });

  it('is not waited for once the service is ending, whoever has begun to renew it', async () => {
    const ending = new AbortController();
    const one = await process({ stopped: ending.signal });
    await install(one);
    await clock.advance(40 * minutes);
    const { revision } = (await one.store.credential(portalId, 'hubspot'))!;
    await one.store.leaseCredential(portalId, 'hubspot', revision, { id: 'another', forMs: 30_000 });
    const token = one.of(portalId).catch((error: unknown) => error);
    const from = performance.now();
    ending.abort();
    expect(await token).toBeInstanceOf(RetryLater);
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  it('keeps the newest refresh token, which HubSpot may change each time', async () => {
    await control('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    const one = await process();
    await install(one);
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(40 * minutes);
      expect(await works(await one.of(portalId))).toBe(200);
    }
    const again = await process();
    await clock.advance(40 * minutes);
    expect(await works(await again.of(portalId))).toBe(200);
  });

  it('is renewed by one of two processes whose clocks are far apart, also when each refresh token serves once', async () => {
    await control('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    const [one, ahead] = [await process(), await process({ aheadMs: 60_000 })];
    await install(one);
    await clock.advance(26 * minutes);
    const slow = { match: { path: '/oauth/v3/token' }, mode: 'slow', delayMs: 500, status: 200 };
    await control('POST', '/sandbox/failures', slow);
    const first = one.of(portalId);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const tokens = await Promise.all([first, ahead.of(portalId)]);
    expect(new Set(tokens).size).toBe(1);
    expect(await refreshes()).toBe(1);
    expect(revoked).toEqual([]);
    expect(await one.store.credential(portalId, 'hubspot')).toMatchObject({ status: { state: 'active' } });
  });

  describe('whose process stood still while HubSpot renewed it, so that another took over', () => {
    let held: PromiseWithResolvers<void>;
    let still: Process;
    let other: Process;
    let token: Promise<string>;

    beforeEach(async () => {
      await control('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
      held = Promise.withResolvers();
      const renewed = Promise.withResolvers<void>();
      const refresh: OauthCalls['refresh'] = async (refreshToken) => {
        const granted = await calls.refresh(refreshToken);
        renewed.resolve();
        await held.promise;
        return granted;
      };
      [still, other] = [await process({ oauth: { refresh } }), await process()];
      await install(still);
      await clock.advance(26 * minutes);
      token = still.of(portalId);
      await renewed.promise;
      still.store.connection.statement('UPDATE credentials SET lease_until = 1').run();
    });

    it('is kept when it goes on: the other was told that the portal is gone, and it is not', async () => {
      await expect(other.of(portalId)).rejects.toThrow(Disconnected);
      expect(revoked).toHaveLength(1);
      expect(await still.store.credential(portalId, 'hubspot')).toMatchObject({ status: { state: 'revoked' } });
      held.resolve();
      expect(await works(await token)).toBe(200);
      expect(regained).toEqual([portalId]);
      expect(await other.of(portalId)).toBe(await token);
      await clock.advance(40 * minutes);
      expect(await works(await other.of(portalId))).toBe(200);
    });

    it('is kept when it goes on before the other hears of HubSpot, and nothing is given up', async () => {
      const slow = { match: { path: '/oauth/v3/token' }, mode: 'slow', delayMs: 500 };
      await control('POST', '/sandbox/failures', slow);
      const others = other.of(portalId);
      await new Promise((resolve) => setTimeout(resolve, 200));
      held.resolve();
      expect(await others).toBe(await token);
      expect([revoked, regained]).toEqual([[], []]);
      expect(await works(await token)).toBe(200);
    });

    it('is not kept when somebody disconnected the portal meanwhile', async () => {
      await other.store.disconnectCredential(portalId, 'hubspot', 'by the owner', clock.now());
      held.resolve();
      await expect(token).rejects.toThrow(Disconnected);
      expect(regained).toEqual([]);
    });
  });

  it('serves to its end while HubSpot cannot renew it, and HubSpot is not asked at every call', async () => {
    const one = await process();
    const first = await install(one);
    await clock.advance(26 * minutes);
    await control('POST', '/sandbox/failures', { match: { path: '/oauth/' }, mode: 'status', status: 503, times: 100 });
    for (let call = 0; call < 20; call += 1) expect(await one.of(portalId)).toBe(first);
    expect(await refreshes()).toBe(1);
    await clock.advance(5 * minutes);
    await expect(one.of(portalId)).rejects.toThrow(RetryLater);
    await control('DELETE', '/sandbox/failures');
    expect(await works(await one.of(portalId))).toBe(200);
    expect(revoked).toEqual([]);
  });

  it('of a portal that has taken the app away is given up at once, told once, and never asked for again', async () => {
    const [one, other] = [await process(), await process()];
    await install(one);
    await control('POST', '/sandbox/oauth/revoke', { portalId });
    await clock.advance(40 * minutes);
    const asked = await Promise.allSettled(
      [one, other].flatMap((each) => Array.from({ length: 5 }, () => each.of(portalId))),
    );
    for (const answer of asked) expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(Disconnected) });
    expect(revoked).toHaveLength(1);
    const before = await refreshes();
    await expect(one.of(portalId)).rejects.toThrow('uninstalled or its access taken back');
    expect(await refreshes()).toBe(before);
    expect(await one.store.credential(portalId, 'hubspot')).toMatchObject({
      sealed: null,
      status: { state: 'revoked', at: expect.any(Number) },
    });
  });

  it('stays when HubSpot does not know our secret: that is not the portal’s doing', async () => {
    const wrong = callsOf('another secret');
    const one = await process({ oauth: wrong });
    await install(one);
    await clock.advance(40 * minutes);
    const error = await one.of(portalId).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Reconnect);
    expect(error).not.toBeInstanceOf(Disconnected);
    expect(String(error)).toContain('HUBSPOT_CLIENT_SECRET');
    const mended = await process();
    expect(await works(await mended.of(portalId))).toBe(200);
    await wrong.close();
  });

  it('refused before its time shows whether the app is gone, and is renewed when it is not', async () => {
    const one = await process();
    const first = await install(one);
    expect(await one.of(portalId)).toBe(first);
    await expect(one.refused(portalId, first)).rejects.toThrow(RetryLater);
    const second = await one.of(portalId);
    expect(second).not.toBe(first);
    // Another call that had the first one hears of the second.
    await expect(one.refused(portalId, first)).rejects.toThrow(RetryLater);
    // HubSpot takes none of them: it is not asked for another at every refusal.
    await one.refused(portalId, second);
    await one.refused(portalId, second);
    expect(await refreshes()).toBe(1);
    await control('POST', '/sandbox/oauth/uninstall', { portalId });
    await clock.advance(2 * minutes);
    // Several calls are refused at once, and some only afterwards: each hears that the app is gone.
    const refused = await Promise.allSettled(Array.from({ length: 5 }, () => one.refused(portalId, second)));
    for (const answer of refused) expect(answer).toMatchObject({ reason: expect.any(Disconnected) });
    await expect(one.refused(portalId, second)).rejects.toThrow(Disconnected);
    expect(revoked).toHaveLength(1);
  });

  it('works again once the app is installed again', async () => {
    const one = await process();
    await install(one);
    await control('POST', '/sandbox/oauth/uninstall', { portalId });
    await clock.advance(40 * minutes);
    await expect(one.of(portalId)).rejects.toThrow(Disconnected);
    const anew = await install(one);
    expect(await one.of(portalId)).toBe(anew);
  });

  it('is kept in memory no longer than the portal is connected, also when it comes late', async () => {
    const one = await process();
    await install(one);
    await one.of(portalId);
    expect(one.memory.holding(portalId)).toContain('access token');
    const leave = async () => {
      await one.store.disconnectCredential(portalId, 'hubspot', 'by the owner', clock.now());
      one.changed(portalId);
    };
    await leave();
    expect(one.memory.holding(portalId)).toEqual([]);

    await install(one);
    await clock.advance(40 * minutes);
    const slow = { match: { path: '/oauth/v3/token' }, mode: 'slow', delayMs: 500, status: 200 };
    await control('POST', '/sandbox/failures', slow);
    const renewal = one.of(portalId);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(one.memory.holding(portalId)).toEqual(['renewal of the access token']);
    await leave();
    await expect(renewal).rejects.toThrow(Disconnected);
    expect(one.memory.holding(portalId).filter((what) => what.includes('token'))).toEqual([]);
  });

  it('that cannot be opened, because its key is missing, says which key', async () => {
    const one = await process();
    await install(one);
    const store = stores[0]!;
    const vault = createTokenVault(store, createSealer([{ id: 'k2', key: Buffer.alloc(32, 2) }]));
    const parts = {
      vault,
      store,
      memory: createPortalMemory(),
      oauth: calls,
      clock,
      onRevoked: () => {},
      onRegained: () => {},
      log: quiet,
    };
    await expect(createAccessTokens(parts).of(portalId)).rejects.toThrow('ENCRYPTION_KEYS has no key "k1" any more');
  });
});
