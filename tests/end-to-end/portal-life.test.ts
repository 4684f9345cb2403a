/** A portal's life with a service for many: installed, taken away and back, disconnected, installed again, erased. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jest } from '@jest/globals';
import { addDisconnect } from '../../backend/cli/disconnect.ts';
import { addKeys } from '../../backend/cli/keys.ts';
import { addPortals } from '../../backend/cli/portals.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { Browser, firstKey, type OauthWorld, oauthAdminToken, startOauthWorld } from '../support/oauth-world.ts';
import { runZo } from '../support/run-zo.ts';

jest.setTimeout(60_000);

const admin = 'admin@one.test';
const minutes = 60_000;
const days = 24 * 60 * minutes;
let world: OauthWorld;
let acme: string;
let portalId = 800;
let ids = 0;

beforeAll(async () => {
  acme = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
  world = await startOauthWorld({ LOG_LEVEL: 'debug' });
});
afterAll(() => world?.stop());

type Check = { name: string; state: string; detail: string };
type Installed = { portalId: number; writeKey: string };

async function installed(): Promise<Installed> {
  portalId += 1;
  const id = portalId;
  await world.addPortal(id, admin, { seed: 'acme' });
  expect((await world.install(id, { userEmail: admin })).status).toBe(200);
  await world.admin('PUT', `/portals/${id}/playbook`, {
    source: acme.replace('contacts: create at crossing', 'contacts: create all'),
    author: admin,
    reason: 'first',
    expectedVersion: 0,
  });
  await world.untilProvisioned(id);
  const { writeKey } = await world.admin<{ writeKey: string }>('POST', `/portals/${id}/write-keys`, {});
  return { portalId: id, writeKey };
}

/** Of somebody whom the seed has in HubSpot. */
const email = 'sarah@finpilot.test';
function did(event: string, userId = 'sarah') {
  ids += 1;
  const timestamp = new Date(world.clock.now()).toISOString();
  return [
    { type: 'identify', userId, messageId: `i-${ids}`, timestamp, traits: { email } },
    { type: 'track', userId, event, messageId: `t-${ids}`, timestamp },
  ];
}

async function inHubspot(id: number): Promise<Record<string, string>> {
  const { contact } = await world.control<{ contact: { values: Record<string, { value: string }> } }>(
    'GET',
    `/sandbox/contacts/${encodeURIComponent(email)}?portal=${id}`,
  );
  return Object.fromEntries(
    Object.entries(contact.values).map(([name, value]) => [name, typeof value === 'string' ? value : value.value]),
  );
}

function untilHubspotHas(id: number, name: string, value: string) {
  return waitUntil<Record<string, string>>(
    `${name} to be ${value} in portal ${id}`,
    async () => {
      const values = await inHubspot(id);
      return values[name] === value ? { value: values } : { instead: `${values[name]}` };
    },
    20_000,
    100,
  );
}

const zo = (...words: string[]) => runZo(world.url, [addDisconnect, addKeys, addPortals], words, oauthAdminToken);

const doctor = async (id: number) =>
  (await world.admin<{ checks: Check[] }>('GET', `/portals/${id}/doctor`)).checks.filter(
    ({ state }) => state === 'problem',
  );
const outbox = async (id: number) =>
  (await world.admin<{ outbox: Record<string, number> }>('GET', `/portals/${id}`)).outbox;
const statusOf = async (id: number) => {
  const store = await openSqliteStore(world.databaseFile);
  const credential = await store.credential(id, 'hubspot');
  await store.close();
  return credential?.status ?? null;
};

async function untilRevoked(id: number): Promise<void> {
  await waitUntil(
    'the service to notice',
    async () => ((await statusOf(id))?.state === 'revoked' ? { value: true } : { instead: 'active' }),
    20_000,
    100,
  );
}

describe('a portal that takes the app away', () => {
  it('is asked nothing more, loses nothing, says so everywhere, and goes on when the app is installed again', async () => {
    const { portalId: id, writeKey } = await installed();
    expect(await world.send(writeKey, did('Onboarding Completed'))).toBe(200);
    await untilHubspotHas(id, 'zo_activation_status', 'activated');

    await world.control('POST', '/sandbox/oauth/uninstall', { portalId: id });
    expect(await world.send(writeKey, did('Teammate Invited'))).toBe(200);
    await untilRevoked(id);
    const before = (await world.calls(id)).length;
    for (let more = 0; more < 5; more += 1) {
      expect(await world.send(writeKey, did('Teammate Invited'))).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect((await world.calls(id)).length).toBe(before);
    expect((await outbox(id)).pending).toBeGreaterThan(0);

    const why = expect.stringMatching(/^Disconnected: HubSpot says.*events are kept.*\/hubspot\/oauth\/install$/);
    expect(await doctor(id)).toContainEqual(expect.objectContaining({ name: 'HubSpot', detail: why }));
    const { alarms } = await world.admin<{ alarms: { key: string; times: number }[] }>('GET', `/portals/${id}`);
    expect(alarms.filter(({ key }) => key === 'hubspot disconnected')).toEqual([expect.objectContaining({ times: 1 })]);
    expect((await world.asPage(id, admin, '/app/settings/hubspot')).answer).toEqual({ status: 'not connected', why });
    expect((await world.asPage(id, admin, '/app/contact-card?contactId=1')).answer).toEqual({
      status: 'not connected',
      missing: 'portal',
    });
    expect((await world.asPage(id, admin, '/app/home')).answer).toMatchObject({ status: 'not connected' });

    expect((await zo('portals')).stdout).toMatch(new RegExp(`^${id} .*Disconnected: HubSpot says`, 'm'));
    const again = await world.install(id, { userEmail: admin });
    expect(again.text).toContain('is connected again');
    await untilHubspotHas(id, 'zo_teammates_invited_30d', '6');
    expect(await doctor(id)).not.toContainEqual(expect.objectContaining({ name: 'HubSpot' }));
    const now = await world.admin<{ alarms: { key: string }[]; playbook: { version: number } }>(
      'GET',
      `/portals/${id}`,
    );
    expect(now.alarms.filter(({ key }) => key.startsWith('hubspot'))).toEqual([]);
    expect(now.playbook.version).toBe(1);
  });

  it('is noticed by a refusal that names no scope, too', async () => {
    const { portalId: id, writeKey } = await installed();
    await world.control('POST', '/sandbox/oauth/revoke', { portalId: id });
    await world.control('POST', `/sandbox/failures?portal=${id}`, {
      match: { path: '/crm/v3/objects/contacts' },
      mode: 'status',
      status: 403,
      body: { status: 'error', message: 'The app is not installed', category: 'BANNED' },
    });
    await world.send(writeKey, did('Onboarding Completed'));
    await untilRevoked(id);
    expect((await outbox(id)).pending).toBeGreaterThan(0);
  });

  it('is not asked after a restart either, and is served at once when it was not taken away', async () => {
    const [gone, there] = [await installed(), await installed()];
    await world.control('POST', '/sandbox/oauth/uninstall', { portalId: gone.portalId });
    await world.send(gone.writeKey, did('Onboarding Completed'));
    await untilRevoked(gone.portalId);
    await world.stopApp();
    await world.startApp();
    const before = (await world.calls(gone.portalId)).length;
    await world.send(gone.writeKey, did('Teammate Invited'));
    await world.send(there.writeKey, did('Onboarding Completed'));
    await untilHubspotHas(there.portalId, 'zo_activation_status', 'activated');
    expect((await world.calls(gone.portalId)).length).toBe(before);
    await world.install(gone.portalId, { userEmail: admin });
    await untilHubspotHas(gone.portalId, 'zo_activation_status', 'activated');
  });
});

it('a portal that never installed the app is told so, clearly', async () => {
  expect((await world.asPage(4_040_404, admin, '/app/settings/people')).answer).toEqual({ status: 'not connected' });
  expect((await world.asPage(4_040_404, admin, '/app/home')).answer).toMatchObject({ missing: 'portal' });
});

describe('disconnecting', () => {
  const disconnect = (id: number, by: string, body: object = {}) => {
    ids += 1;
    return world.asPage(id, by, '/app/settings/connection/disconnect', {
      requestId: `request-${ids}`,
      confirm: true,
      ...body,
    });
  };

  it('is said before, is for the owner alone, and takes the app out of the portal', async () => {
    const { portalId: id, writeKey } = await installed();
    await world.send(writeKey, did('Onboarding Completed'));
    const values = await untilHubspotHas(id, 'zo_activation_status', 'activated');
    const unused = await world.admin<{ writeKey: string }>('POST', `/portals/${id}/write-keys`, {});
    await world.admin('POST', `/portals/${id}/provision`, { goLive: true });
    const shown = (await world.asPage(id, admin, '/app/settings/connection')).answer as {
      installed: object;
      disconnecting: { can: boolean; will: string[] };
    };
    expect(shown.installed).toMatchObject({ by: admin, account: `portal-${id}.test`, hosting: 'na1' });
    const will = shown.disconnecting.will.join('\n');
    expect(will).toContain('"Zo | SQL handoff" is turned off');
    expect(will).toContain('zo_* properties and their values stay');
    expect(will).toMatch(/erased for good in 30 days, on \d/);

    expect((await disconnect(id, 'guest@one.test')).answer).toMatchObject({ status: 'refused' });
    expect((await disconnect(id, admin, { confirm: false })).status).toBe(400);
    expect(await statusOf(id)).toEqual({ state: 'active' });

    const done = (await disconnect(id, admin)).answer as { status: string; did: string[] };
    expect(done.status).toBe('done');
    expect(done.did.join('\n')).toMatch(/"Zo \| SQL handoff" is off.*uninstalled.*erased for good on/s);
    const { flows } = await world.control<HubspotState>('GET', `/sandbox/state?portal=${id}`);
    const { installations } = await world.control<{ installations: object[] }>('GET', '/sandbox/oauth');
    expect(flows.map(({ isEnabled }) => isEnabled)).toEqual([false, false]);
    expect(installations).toContainEqual(expect.objectContaining({ portalId: id, isInstalled: false }));
    expect((await inHubspot(id)).zo_activation_status).toBe(values.zo_activation_status);

    const calls = (await world.calls(id)).length;
    expect(await world.send(unused.writeKey, did('Teammate Invited'))).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await world.calls(id)).length).toBe(calls);
    expect((await world.asPage(id, admin, '/app/settings/people')).answer).toEqual({
      status: 'not connected',
      why: expect.stringContaining(`by ${admin}`),
    });
  });

  it('of one portal leaves every other as it is, and installing again brings everything back', async () => {
    const [one, other] = [await installed(), await installed()];
    await world.send(one.writeKey, did('Onboarding Completed'));
    await untilHubspotHas(one.portalId, 'zo_activation_status', 'activated');
    expect((await disconnect(one.portalId, admin)).answer).toMatchObject({ status: 'done' });
    await world.send(other.writeKey, did('Onboarding Completed'));
    await untilHubspotHas(other.portalId, 'zo_activation_status', 'activated');
    await world.clock.advance(29 * days);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const page = await world.install(one.portalId, { userEmail: admin });
    expect(page.text).toContain('is connected again');
    // A refused key is looked up again within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await world.send(one.writeKey, did('Teammate Invited'))).toBe(200);
    await untilHubspotHas(one.portalId, 'zo_teammates_invited_30d', '1');
    await world.clock.advance(2 * days);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const settings = await world.asPage(one.portalId, admin, '/app/settings/people');
    expect((settings.answer as { history: { words: string }[] }).history.map(({ words }) => words)).toEqual([
      'Installed the app',
      'Disconnected HubSpot',
      'Made a write key',
      'Saved the playbook: version 1',
      'Installed the app',
    ]);
  });

  it('by `zo disconnect` asks first, and erases everything after the days that were said', async () => {
    const { portalId: id, writeKey } = await installed();
    await world.send(writeKey, did('Onboarding Completed'));
    await untilHubspotHas(id, 'zo_activation_status', 'activated');
    const asked = await zo('disconnect', String(id));
    expect([asked.code, asked.stdout]).toEqual([1, expect.stringContaining('Nothing is done yet. Say --yes')]);
    expect(await statusOf(id)).toEqual({ state: 'active' });
    const done = await zo('disconnect', String(id), '--yes', '--json');
    expect([done.code, JSON.parse(done.stdout)]).toEqual([0, { status: 'disconnected', did: expect.any(Array) }]);

    const rowsOf = async () => {
      const store = await openSqliteStore(world.databaseFile);
      const found = [await store.portal(id), await store.credential(id, 'hubspot'), await store.playbook(id)];
      await store.close();
      return found;
    };
    expect(await rowsOf()).not.toContain(null);
    await world.clock.advance(30 * days + minutes);
    await waitUntil(
      'everything of the portal to be erased',
      async () => ((await rowsOf()).every((row) => row === null) ? { value: true } : { instead: 'it is there' }),
      20_000,
      200,
    );
    expect((await world.asPage(id, admin, '/app/settings/people')).answer).toEqual({ status: 'not connected' });
    const fresh = await world.install(id, { userEmail: admin });
    expect(fresh.text).toContain(`portal-${id}.test is connected<`);
  });

  it('leaves the app installed while HubSpot is away', async () => {
    const { portalId: id } = await installed();
    await world.control('POST', `/sandbox/failures?portal=${id}`, {
      match: { path: 'external-install' },
      mode: 'status',
      status: 503,
    });
    expect((await disconnect(id, admin)).answer).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('The app is still installed: try again'),
    });
    expect(await statusOf(id)).toEqual({ state: 'active' });
    expect((await disconnect(id, admin)).answer).toMatchObject({ status: 'done' });
  });
});

it('keys are rotated while portals are installed and tokens renewed, and the old key can be taken out then', async () => {
  const before = [await installed(), await installed()];
  await world.stopApp();
  const k2 = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
  await world.startApp({ ENCRYPTION_KEYS: `${k2},${firstKey}` });
  await world.clock.advance(40 * minutes);
  portalId += 1;
  await world.addPortal(portalId, admin);
  const [rotated] = await Promise.all([
    zo('keys', 'rotate'),
    world.install(portalId, { userEmail: admin, browser: new Browser() }),
    ...before.map(({ writeKey }) => world.send(writeKey, did('Onboarding Completed'))),
  ]);
  expect([rotated.code, rotated.stdout]).toEqual([0, expect.stringContaining('encrypted anew with key "k2"')]);
  const again = await zo('keys', 'rotate', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ sealedAnew: 0, broken: [], keyId: 'k2' });
  await world.clock.advance(11 * minutes);
  const status = await zo('keys', 'status');
  expect(status.stdout).toContain('can be taken out of ENCRYPTION_KEYS: k1');
  await world.stopApp();
  await world.startApp({ ENCRYPTION_KEYS: k2 });
  for (const one of before) {
    await world.send(one.writeKey, did('Onboarding Completed'));
    await untilHubspotHas(one.portalId, 'zo_activation_status', 'activated');
  }
  expect(world.logged.join('')).not.toContain(k2.slice(3, 20));
});
