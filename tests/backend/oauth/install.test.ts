import { jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { optionalScopes, requiredScopes } from '../../../backend/hubspot/scopes.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { Browser, type OauthWorld, startOauthWorld } from '../../support/oauth-world.ts';

jest.setTimeout(30_000);

const admin = 'admin@one.test';
let world: OauthWorld;
let portalId = 500;

beforeAll(async () => {
  world = await startOauthWorld({ LOG_LEVEL: 'debug' });
});
afterAll(() => world?.stop());
beforeEach(async () => {
  portalId += 1;
  await world.addPortal(portalId, admin, { uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Madrid' });
});

const begin = (browser: Browser) => browser.get(`${world.url}/hubspot/oauth/install`);
const portals = async () =>
  (await world.admin<{ portals: { portalId: number; disconnected: string | null }[] }>('GET', '/portals')).portals;
const isKnown = async () => (await portals()).some((portal) => portal.portalId === portalId);
const people = async (email: string) =>
  (await world.asPage(portalId, email, '/app/settings/people')).answer as {
    status: string;
    you?: { role: string };
    people?: { email: string; role: string }[];
    history?: { words: string; by: string }[];
  };

describe('installing the app', () => {
  it('asks for exactly the scopes of the project, with a state, PKCE and a cookie that no script reads', async () => {
    const { status, location, headers } = await begin(new Browser());
    expect(status).toBe(302);
    const url = new URL(location!);
    expect(url.searchParams.get('scope')!.split(' ').toSorted()).toEqual(requiredScopes.toSorted());
    expect(url.searchParams.get('optional_scope')!.split(' ').toSorted()).toEqual(optionalScopes.toSorted());
    expect(location).not.toContain('+');
    expect(url.searchParams.get('redirect_uri')).toBe(`${world.url}/hubspot/oauth/callback`);
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(headers.get('set-cookie')).toMatch(/^zo-oauth=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
  });

  it('connects the account: its facts are learned, whoever installed it owns the settings, tokens are sealed', async () => {
    const page = await world.install(portalId, { userEmail: admin });
    expect(page.status).toBe(200);
    expect(page.text).toContain(`portal-${portalId}.test is connected`);
    expect(page.text).toMatch(
      new RegExp(`${world.hubspot.url}/integrations-settings/${portalId}/installed/framework/\\d+/general`),
    );
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const store = await openSqliteStore(world.databaseFile);
    const credential = (await store.credential(portalId, 'hubspot'))!;
    expect(await store.portal(portalId)).toMatchObject({ timeZone: 'Europe/Madrid', uiDomain: 'app-eu1.hubspot.com' });
    await store.close();
    expect(credential.details).toMatchObject({
      installedBy: { email: admin },
      hubDomain: `portal-${portalId}.test`,
      dataHostingLocation: 'eu1',
    });
    expect(credential.expiresAt).toBeGreaterThan(world.clock.now() + 29 * 60_000);
    const settings = await people(admin);
    expect(settings).toMatchObject({ status: 'ready', you: { role: 'owner' } });
    expect(settings.people).toContainEqual(expect.objectContaining({ email: admin, role: 'owner' }));
    expect(settings.history).toContainEqual(expect.objectContaining({ words: 'Installed the app', by: admin }));
    expect((await people('guest@one.test')).you!.role).toBe('viewer');
    const tokens = await world.control<{ installations: { portalId: number; liveAccessTokens: number }[] }>(
      'GET',
      '/sandbox/oauth',
    );
    expect(tokens.installations).toContainEqual(expect.objectContaining({ portalId, liveAccessTokens: 1 }));
    expect(world.logged.join('')).not.toMatch(/na1-[0-9a-f-]{36}/);
  });

  it('does not end in another browser than the one that began it, which can still end it', async () => {
    const browser = new Browser();
    const { location } = await begin(browser);
    const back = await world.consent(location!, { portalId, userEmail: admin });
    const other = new Browser();
    await begin(other);
    for (const stranger of [new Browser(), other]) {
      const page = await stranger.get(back);
      expect([page.status, page.text]).toEqual([400, expect.stringContaining('begun in another browser')]);
    }
    expect(await isKnown()).toBe(false);
    expect((await browser.get(back)).status).toBe(200);
  });

  it('does not end with a forged state, nor with one that was used', async () => {
    const browser = new Browser();
    const { location } = await begin(browser);
    const back = new URL(await world.consent(location!, { portalId, userEmail: admin }));
    const forged = new URL(back);
    forged.searchParams.set('state', 'A'.repeat(43));
    expect((await browser.get(forged.href)).text).toContain('has been used, or is not one of ours');
    expect(await isKnown()).toBe(false);
    expect((await browser.get(back.href)).status).toBe(200);
    const again = await browser.get(back.href);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('has been used')]);
  });

  it('does not end after ten minutes', async () => {
    const browser = new Browser();
    const { location } = await begin(browser);
    await world.clock.advance(10 * 60_000);
    const back = await world.consent(location!, { portalId, userEmail: admin });
    const page = await browser.get(back);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('more than ten minutes')]);
    expect(await isKnown()).toBe(false);
  });

  it("does not take a code that belongs to another flow's verifier", async () => {
    const browser = new Browser();
    const first = await begin(browser);
    const second = await begin(browser);
    const back = new URL(await world.consent(first.location!, { portalId, userEmail: admin }));
    back.searchParams.set('state', new URL(second.location!).searchParams.get('state')!);
    const page = await browser.get(back.href);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('BAD_CODE_VERIFIER')]);
    expect(await isKnown()).toBe(false);
  });

  it('says plainly what to do when it is declined, and when HubSpot reports something else', async () => {
    const browser = new Browser();
    const { location } = await begin(browser);
    const declined = await browser.get(await world.consent(location!, { portalId, decline: true }));
    expect([declined.status, declined.text]).toEqual([400, expect.stringContaining('needs a super admin')]);
    const odd = await browser.get(`${world.url}/hubspot/oauth/callback?error=%3Cscript%3Ealert(1)%3C/script%3E`);
    expect(odd.text).not.toContain('<script>');
    expect(await isKnown()).toBe(false);
  });

  it('begun in the marketplace, without a state of ours, begins our own flow, with HubSpot’s code unused', async () => {
    for (const withCode of [false, true]) {
      const browser = new Browser();
      const sent = await world.control<{ redirectTo: string }>('POST', '/sandbox/oauth/marketplace-install', {
        portalId,
        withCode,
        returnUrl: `https://app-eu1.hubspot.com/marketplace/${portalId}`,
      });
      const begun = await browser.get(sent.redirectTo);
      expect(begun.location).toContain('/oauth/authorize?');
      const end = await browser.get(await world.consent(begun.location!, { portalId, userEmail: admin }));
      expect(end.location).toBe(`https://app-eu1.hubspot.com/marketplace/${portalId}`);
    }
    expect(await isKnown()).toBe(true);
  });

  it.each([
    'https://evil.test/',
    'https://app.hubspot.com.evil.test/',
    'http://app.hubspot.com/',
    'javascript:alert(1)',
  ])('never sends the browser to %s', async (returnUrl) => {
    const browser = new Browser();
    const begun = await browser.get(
      `${world.url}/hubspot/oauth/callback?step=authorize&returnUrl=${encodeURIComponent(returnUrl)}`,
    );
    const end = await browser.get(await world.consent(begun.location!, { portalId, userEmail: admin }));
    expect([end.status, end.location]).toEqual([200, null]);
    expect(end.text).not.toContain('evil');
  });

  it('goes on without optional scopes, and says what that means', async () => {
    const page = await world.install(portalId, { userEmail: admin, denyScopes: ['automation'] });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('instead of by a workflow')]);
  });

  it('does not connect an account that grants less than the app needs', async () => {
    const browser = new Browser();
    const { location } = await begin(browser);
    const back = await world.consent(location!, { portalId, userEmail: admin });
    await world.control('POST', '/sandbox/failures', {
      match: { path: '/token/introspect' },
      mode: 'status',
      status: 200,
      body: { active: true, hub_id: portalId, user: admin, scopes: ['oauth'] },
    });
    const page = await browser.get(back);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('crm.objects.contacts.read')]);
    expect(await isKnown()).toBe(false);
  });

  it('stores nothing while HubSpot is away, and works once it is back', async () => {
    const browser = new Browser();
    const { location } = await begin(browser);
    const back = await world.consent(location!, { portalId, userEmail: admin });
    await world.control('POST', '/sandbox/failures', { match: { path: '/oauth/' }, mode: 'status', status: 503 });
    const page = await browser.get(back);
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('does not answer at the moment')]);
    expect(await isKnown()).toBe(false);
    expect((await world.install(portalId, { userEmail: admin, browser })).status).toBe(200);
  });

  it('again by somebody else makes them the owner, and lets the former owner change settings still', async () => {
    const other = 'other@one.test';
    await world.control('POST', `/sandbox/users?portal=${portalId}`, { email: other }).catch(() => {});
    await world.install(portalId, { userEmail: admin });
    const again = await world.install(portalId, { userEmail: other });
    expect(again.text).toContain('is connected again');
    expect((await people(other)).you!.role).toBe('owner');
    expect((await people(admin)).you!.role).toBe('editor');
  });

  it('shows a page for links that cannot be read', async () => {
    const page = await new Browser().get(`${world.url}/hubspot/oauth/callback?code=a&code=b&state=c`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.status).toBe(400);
  });
});

describe('an installation that is interrupted', () => {
  /** Something of the portal in any table. */
  const tables = (database: Database.Database) =>
    ['portals', 'credentials', 'audit', 'grants', 'settings'].filter(
      (table) => database.prepare(`SELECT 1 FROM ${table} WHERE portal_id = ?`).get(portalId) !== undefined,
    );

  it.each(['credentials', 'audit', 'portals'])(
    'before it wrote %s leaves nothing that would never be erased, and is gone on with at the next start',
    async (table) => {
      const database = new Database(world.databaseFile);
      try {
        database.exec(
          `CREATE TRIGGER cut BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'the power is cut'); END`,
        );
        const page = await world.install(portalId, { userEmail: admin });
        expect([page.status, page.text]).toEqual([500, expect.stringContaining('Something went wrong on our side')]);
        await world.stopApp();
        const left = tables(database);
        expect(left.includes('credentials') || left.length === 0).toBe(true);
        database.exec('DROP TRIGGER cut');
        await world.startApp();
        if (left.length > 0) {
          await world.untilProvisioned(portalId);
          expect(tables(database)).toContain('portals');
        }
        expect((await world.install(portalId, { userEmail: admin })).status).toBe(200);
        expect(await people(admin)).toMatchObject({ status: 'ready', you: { role: 'owner' } });
      } finally {
        database.exec('DROP TRIGGER IF EXISTS cut');
        database.close();
      }
    },
  );
});

it('lets nobody begin so many installations that others cannot, and says when to try again', async () => {
  const one = async () => {
    const { status, headers, text } = await begin(new Browser());
    if (status === 429) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(text).toContain('try again in a minute');
    }
    return status;
  };
  const statuses: number[] = [];
  // A busy machine needs more of them: a few are allowed anew with every second that passes.
  for (let round = 0; round < 10 && !statuses.includes(429); round += 1) {
    statuses.push(...(await Promise.all(Array.from({ length: 300 }, one))));
  }
  expect(statuses.filter((status) => status === 302).length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status !== 302 && status !== 429)).toEqual([]);
  // As a proxy on this machine passes others on.
  for (const address of ['203.0.113.9', '2001:db8::9']) {
    const headers = { 'x-forwarded-for': address };
    const other = await fetch(`${world.url}/hubspot/oauth/install`, { redirect: 'manual', headers });
    expect(other.status).toBe(302);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await begin(new Browser())).status).toBe(302);
});
