/** Disconnecting a portal: said before, done whole, taken back by installing again, and erased after the days that were said. */
import { jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { admin, type InstalledPortals, installedPortals } from '../support/installed-portals.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';

jest.setTimeout(60_000);

const minutes = 60_000;
const days = 24 * 60 * minutes;
let ids = 0;
let world: OauthWorld;
let portals: InstalledPortals;

beforeAll(async () => {
  world = await startOauthWorld();
  portals = installedPortals(world, 900);
});
afterAll(() => world?.stop());

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
    const { portalId: id, writeKey } = await portals.installed();
    await world.send(writeKey, portals.did('Onboarding Completed'));
    const values = await portals.untilHubspotHas(id, 'zo_activation_status', 'activated');
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
    expect(await portals.statusOf(id)).toEqual({ state: 'active' });

    const done = (await disconnect(id, admin)).answer as { status: string; did: string[] };
    expect(done.status).toBe('done');
    expect(done.did.join('\n')).toMatch(/"Zo \| SQL handoff" is off.*uninstalled.*erased for good on/s);
    const { flows } = await world.control<HubspotState>('GET', `/sandbox/state?portal=${id}`);
    const { installations } = await world.control<{ installations: object[] }>('GET', '/sandbox/oauth');
    expect(flows.map(({ isEnabled }) => isEnabled)).toEqual([false, false]);
    expect(installations).toContainEqual(expect.objectContaining({ portalId: id, isInstalled: false }));
    expect((await portals.inHubspot(id)).zo_activation_status).toBe(values.zo_activation_status);

    const calls = (await world.calls(id)).length;
    expect(await world.send(unused.writeKey, portals.did('Teammate Invited'))).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await world.calls(id)).length).toBe(calls);
    expect((await world.asPage(id, admin, '/app/settings/people')).answer).toEqual({
      status: 'not connected',
      why: expect.stringContaining(`by ${admin}`),
    });
  });

  it('of one portal leaves every other as it is, and installing again brings everything back', async () => {
    const [one, other] = [await portals.installed(), await portals.installed()];
    await world.send(one.writeKey, portals.did('Onboarding Completed'));
    await portals.untilHubspotHas(one.portalId, 'zo_activation_status', 'activated');
    expect((await disconnect(one.portalId, admin)).answer).toMatchObject({ status: 'done' });
    await world.send(other.writeKey, portals.did('Onboarding Completed'));
    await portals.untilHubspotHas(other.portalId, 'zo_activation_status', 'activated');
    await world.clock.advance(29 * days);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const page = await world.install(one.portalId, { userEmail: admin });
    expect(page.text).toContain('is connected again');
    // A refused key is looked up again within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await world.send(one.writeKey, portals.did('Teammate Invited'))).toBe(200);
    await portals.untilHubspotHas(one.portalId, 'zo_teammates_invited_30d', '1');
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
    const { portalId: id, writeKey } = await portals.installed();
    await world.send(writeKey, portals.did('Onboarding Completed'));
    await portals.untilHubspotHas(id, 'zo_activation_status', 'activated');
    const asked = await portals.zo('disconnect', String(id));
    expect([asked.code, asked.stdout]).toEqual([1, expect.stringContaining('Nothing is done yet. Say --yes')]);
    expect(await portals.statusOf(id)).toEqual({ state: 'active' });
    const done = await portals.zo('disconnect', String(id), '--yes', '--json');
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

  it('goes on erasing what it could not erase at once', async () => {
    const { portalId: id } = await portals.installed();
    await disconnect(id, admin);
    const database = new Database(world.databaseFile);
    const proof = () =>
      database
        .prepare<[number], { ended_at: number | null }>('SELECT * FROM portal_erasures WHERE erased_portal = ?')
        .get(id);
    const until = (what: string, isSo: () => boolean) =>
      waitUntil(what, async () => (isSo() ? { value: true } : { instead: JSON.stringify(proof()) }), 20_000, 200);
    database.exec("CREATE TRIGGER stuck BEFORE DELETE ON settings BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    await world.clock.advance(30 * days + minutes);
    await until('the erasure to be begun', () => proof()?.ended_at === null);
    await until('the erasure to fail', () => world.logged.some((line) => line.includes('the disk is full')));
    database.exec('DROP TRIGGER stuck');
    await until('the erasure to end', () => typeof proof()?.ended_at === 'number');
    database.close();
  });

  it('ends an erasure that was interrupted before the app is installed again, as new', async () => {
    const { portalId: id, writeKey } = await portals.installed();
    await world.send(writeKey, portals.did('Onboarding Completed'));
    await portals.untilHubspotHas(id, 'zo_activation_status', 'activated');
    await disconnect(id, admin);
    const database = new Database(world.databaseFile);
    database.exec("CREATE TRIGGER stuck BEFORE DELETE ON persons BEGIN SELECT RAISE(ABORT, 'no room for it'); END");
    await world.clock.advance(30 * days + minutes);
    await waitUntil(
      'the erasure to fail',
      async () => (world.logged.some((line) => line.includes('no room for it')) ? { value: true } : { instead: '' }),
      20_000,
      100,
    );
    await world.stopApp();
    database.exec('DROP TRIGGER stuck');
    const left = () => database.prepare<[number], object>('SELECT * FROM persons WHERE portal_id = ?').all(id).length;
    expect(left()).toBe(1);
    await world.startApp();
    const page = await world.install(id, { userEmail: admin });
    expect(page.text).toContain(`portal-${id}.test is connected<`);
    expect(left()).toBe(0);
    database.close();
    const key = await world.admin<{ writeKey: string }>('POST', `/portals/${id}/write-keys`, {});
    expect(await world.send(key.writeKey, portals.did('Teammate Invited'))).toBe(200);
  });

  it('leaves the app installed while HubSpot is away', async () => {
    const { portalId: id } = await portals.installed();
    await world.control('POST', `/sandbox/failures?portal=${id}`, {
      match: { path: 'external-install' },
      mode: 'status',
      status: 503,
    });
    expect((await disconnect(id, admin)).answer).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('The app is still installed: try again'),
    });
    expect(await portals.statusOf(id)).toEqual({ state: 'active' });
    expect((await disconnect(id, admin)).answer).toMatchObject({ status: 'done' });
  });
});
