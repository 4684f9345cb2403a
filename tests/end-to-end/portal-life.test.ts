/** A portal's life with a service for many: installed, taken away from outside, and back. */
import { jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { databaseFileOf } from '../../backend/store/open-store.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { admin, type InstalledPortals, installedPortals } from '../support/installed-portals.ts';
import { Browser, firstKey, type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';
import { lookInto } from '../support/postgres.ts';
import { openBeside } from '../support/product-database.ts';

jest.setTimeout(60_000);

const minutes = 60_000;
let world: OauthWorld;
let portals: InstalledPortals;

beforeAll(async () => {
  world = await startOauthWorld({ LOG_LEVEL: 'debug' });
  portals = installedPortals(world, 800);
});
afterAll(() => world?.stop());

type Check = { name: string; state: string; detail: string };
const doctor = async (id: number) =>
  (await world.admin<{ checks: Check[] }>('GET', `/portals/${id}/doctor`)).checks.filter(
    ({ state }) => state === 'problem',
  );
const outbox = async (id: number) =>
  (await world.admin<{ outbox: Record<string, number> }>('GET', `/portals/${id}`)).outbox;

async function untilRevoked(id: number): Promise<void> {
  await waitUntil(
    'the service to notice',
    async () => ((await portals.statusOf(id))?.state === 'revoked' ? { value: true } : { instead: 'active' }),
    20_000,
    100,
  );
}

/** As if their time were over. */
async function endLeases(id: number): Promise<void> {
  const file = databaseFileOf(world.databaseUrl);
  const sql = `UPDATE credentials SET lease_until = 1 WHERE portal_id = ${id}`;
  if (file !== null) {
    const database = new Database(file);
    database.exec(sql);
    database.close();
    return;
  }
  const looking = lookInto(world.databaseUrl);
  await looking.ask(sql);
  await looking.end();
}

describe('a portal that takes the app away', () => {
  it('is asked nothing more, loses nothing, says so everywhere, and goes on when the app is installed again', async () => {
    const { portalId: id, writeKey } = await portals.installed();
    expect(await world.send(writeKey, portals.did('Onboarding Completed'))).toBe(200);
    await portals.untilHubspotHas(id, 'zo_activation_status', 'activated');

    await world.control('POST', '/sandbox/oauth/uninstall', { portalId: id });
    expect(await world.send(writeKey, portals.did('Teammate Invited'))).toBe(200);
    await untilRevoked(id);
    const before = (await world.calls(id)).length;
    for (let more = 0; more < 5; more += 1) {
      expect(await world.send(writeKey, portals.did('Teammate Invited'))).toBe(200);
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

    expect((await portals.zo('portals')).stdout).toMatch(new RegExp(`^${id} .*Disconnected: HubSpot says`, 'm'));
    const again = await world.install(id, { userEmail: admin });
    expect(again.text).toContain('is connected again');
    await portals.untilHubspotHas(id, 'zo_teammates_invited_30d', '6');
    expect(await doctor(id)).not.toContainEqual(expect.objectContaining({ name: 'HubSpot' }));
    const now = await world.admin<{ alarms: { key: string }[]; playbook: { version: number } }>(
      'GET',
      `/portals/${id}`,
    );
    expect(now.alarms.filter(({ key }) => key.startsWith('hubspot'))).toEqual([]);
    expect(now.playbook.version).toBe(1);
  });

  it('is noticed by a refusal that names no scope, too', async () => {
    const { portalId: id, writeKey } = await portals.installed();
    await world.control('POST', '/sandbox/oauth/revoke', { portalId: id });
    await world.control('POST', `/sandbox/failures?portal=${id}`, {
      match: { path: '/crm/v3/objects/contacts' },
      mode: 'status',
      status: 403,
      body: { status: 'error', message: 'The app is not installed', category: 'BANNED' },
    });
    await world.send(writeKey, portals.did('Onboarding Completed'));
    await untilRevoked(id);
    expect((await outbox(id)).pending).toBeGreaterThan(0);
  });

  it('is no such portal when a node stood still while HubSpot gave it new tokens, and another gave the portal up', async () => {
    const { portalId: id, writeKey } = await portals.installed();
    await world.control('POST', '/sandbox/oauth/app', { refreshTokensChange: true });
    // Tokens of the other portals are renewed, too.
    const slow = { match: { path: '/oauth/v3/token' }, mode: 'slow', delayMs: 3_000, status: 200, times: 20 };
    await world.control('POST', '/sandbox/failures', slow);
    await world.clock.advance(26 * minutes);
    await world.send(writeKey, portals.did('Onboarding Completed'));
    const other = await openBeside(world.databaseUrl);
    const { revision } = (await other.credential(id, 'hubspot'))!;
    const renewing = { leaseId: 'of another node', revision };
    const lease = (forMs: number) => other.leaseCredential(id, 'hubspot', revision, { id: renewing.leaseId, forMs });
    const isRenewing = async () => ((await lease(0)) === 'held' ? { value: true } : { instead: 'nobody does' });
    await waitUntil('the tokens to be renewed', isRenewing, 10_000, 20);
    // What another node does once the lease is over.
    await endLeases(id);
    expect(await lease(minutes)).toBe('taken');
    expect(await other.revokeCredential(id, 'hubspot', 'gone', world.clock.now(), renewing)).toBe(true);
    await other.raiseAlarm(id, 'hubspot disconnected', 'Disconnected: gone', world.clock.now());
    await other.close();

    await portals.untilHubspotHas(id, 'zo_activation_status', 'activated');
    expect(await portals.statusOf(id)).toEqual({ state: 'active' });
    const { alarms } = await world.admin<{ alarms: { key: string }[] }>('GET', `/portals/${id}`);
    expect(alarms.filter(({ key }) => key.startsWith('hubspot'))).toEqual([]);
    await world.control('DELETE', '/sandbox/failures');
    await world.control('POST', '/sandbox/oauth/app', { refreshTokensChange: false });
  });

  it('is not asked after a restart either, and is served at once when it was not taken away', async () => {
    const [gone, there] = [await portals.installed(), await portals.installed()];
    await world.control('POST', '/sandbox/oauth/uninstall', { portalId: gone.portalId });
    await world.send(gone.writeKey, portals.did('Onboarding Completed'));
    await untilRevoked(gone.portalId);
    await world.stopApp();
    await world.startApp();
    const before = (await world.calls(gone.portalId)).length;
    await world.send(gone.writeKey, portals.did('Teammate Invited'));
    await world.send(there.writeKey, portals.did('Onboarding Completed'));
    await portals.untilHubspotHas(there.portalId, 'zo_activation_status', 'activated');
    expect((await world.calls(gone.portalId)).length).toBe(before);
    await world.install(gone.portalId, { userEmail: admin });
    await portals.untilHubspotHas(gone.portalId, 'zo_activation_status', 'activated');
  });
});

it('a portal that never installed the app is told so, clearly', async () => {
  expect((await world.asPage(4_040_404, admin, '/app/settings/people')).answer).toEqual({ status: 'not connected' });
  expect((await world.asPage(4_040_404, admin, '/app/home')).answer).toMatchObject({ missing: 'portal' });
});

it('keys are rotated while portals are installed and tokens renewed, and the old key can be taken out then', async () => {
  const before = [await portals.installed(), await portals.installed()];
  await world.stopApp();
  const k2 = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
  await world.startApp({ ENCRYPTION_KEYS: `${k2},${firstKey}` });
  await world.clock.advance(40 * minutes);
  const portalId = 899;
  await world.addPortal(portalId, admin);
  const [rotated] = await Promise.all([
    portals.zo('keys', 'rotate'),
    world.install(portalId, { userEmail: admin, browser: new Browser() }),
    ...before.map(({ writeKey }) => world.send(writeKey, portals.did('Onboarding Completed'))),
  ]);
  expect([rotated.code, rotated.stdout]).toEqual([0, expect.stringContaining('encrypted anew with key "k2"')]);
  const again = await portals.zo('keys', 'rotate', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ sealedAnew: 0, broken: [], keyId: 'k2' });
  await world.clock.advance(11 * minutes);
  const status = await portals.zo('keys', 'status');
  expect(status.stdout).toContain('can be taken out of ENCRYPTION_KEYS: k1');
  await world.stopApp();
  await world.startApp({ ENCRYPTION_KEYS: k2 });
  for (const one of before) {
    await world.send(one.writeKey, portals.did('Onboarding Completed'));
    await portals.untilHubspotHas(one.portalId, 'zo_activation_status', 'activated');
  }
  expect(world.logged.join('')).not.toContain(k2.slice(3, 20));
});
