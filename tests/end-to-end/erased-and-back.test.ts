/** A portal that was erased and installs the app again begins as new: nothing of its earlier life is kept, and nothing comes back. */
import { jest } from '@jest/globals';
import { settingsPaths } from '@zo/shared';
import Database from 'better-sqlite3';
import { type ReconcileState, reconcileSetting } from '../../backend/reconcile/reconcile-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { read } from '../repository/source-files.ts';
import { admin, type InstalledPortals, installedPortals } from '../support/installed-portals.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';

jest.setTimeout(60_000);

const minutes = 60_000;
const days = 24 * 60 * minutes;
const acme = read('playbooks/acme.yaml');
let world: OauthWorld;
let portals: InstalledPortals;

beforeAll(async () => {
  world = await startOauthWorld();
  portals = installedPortals(world, 7_300);
});
afterAll(() => world?.stop());

const until = (what: string, isSo: () => boolean) =>
  waitUntil(what, async () => (isSo() ? { value: true } : { instead: 'not yet' }), 30_000, 50);
const disconnect = async (id: number) => {
  const body = { requestId: `disconnect-${id}`, confirm: true };
  expect((await world.asPage(id, admin, settingsPaths.disconnect, body)).answer).toMatchObject({ status: 'done' });
};

function inDatabase<Answer>(look: (database: Database.Database) => Answer): Answer {
  const database = new Database(world.databaseFile, { readonly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}

/** In which tables there is something of the portal. */
function tablesOf(portalId: number): string[] {
  return inDatabase((database) =>
    database
      .prepare<[], { name: string }>(
        `SELECT m.name FROM sqlite_master m WHERE m.type = 'table'
         AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'portal_id')`,
      )
      .all()
      .map(({ name }) => name)
      .filter((name) => database.prepare(`SELECT 1 FROM "${name}" WHERE portal_id = ?`).get(portalId) !== undefined),
  );
}

function reconciliationOf(portalId: number): ReconcileState | null {
  const row = inDatabase((database) =>
    database
      .prepare<unknown[], { value_json: string }>('SELECT value_json FROM settings WHERE portal_id = ? AND name = ?')
      .get(portalId, reconcileSetting),
  );
  return row === undefined ? null : (JSON.parse(row.value_json) as ReconcileState);
}

/** The portal does most of what is remembered in memory. */
async function live(portalId: number, writeKey: string): Promise<void> {
  expect(await world.send(writeKey, portals.did('Onboarding Completed'))).toBe(200);
  await portals.untilHubspotHas(portalId, 'zo_activation_status', 'activated');
  await world.admin('POST', `/portals/${portalId}/provision`, { goLive: true });
  await world.admin('POST', `/portals/${portalId}/drift`, {});
  await world.asPage(portalId, admin, settingsPaths.check, { source: `${acme}\n# looked at` });
  await world.asPage(portalId, admin, settingsPaths.simulate, { source: `${acme}\n# counted` });
  await world.asPage(portalId, admin, settingsPaths.hubspot);
  await world.asPage(portalId, 'guest@one.test', settingsPaths.makeKey, {
    requestId: 'of-a-guest',
    source: 'server',
    name: '',
  });
  await world.asPage(portalId, admin, '/app/home');
  await world.asPage(portalId, admin, '/app/contact-card?contactId=1');
  await world.asPage(portalId, admin, '/app/sample-activity', { action: 'load', idempotencyKey: `load-${portalId}` });
  await world.clock.advance(1 * days + minutes);
  await until('it to be reconciled', () => reconciliationOf(portalId)?.completedAt !== null);
}

const kept = [
  'how far its reconciliation is',
  'access token',
  'when a lane last did something',
  'when drift is looked for',
  'people written last',
  'when silence is looked for',
  'when it was decided last',
  'when HubSpot took something last',
  'whose artefacts are written',
  'whose effects of an earlier process were recovered',
  'when a contact card was noted',
  'its label in the figures',
  'what decisions need to know',
  'its allow-list',
  'events counted since the start',
  'its write keys',
  'today, counted for the home page',
  'the draft simulated last',
  'texts that are counted',
  'who was refused',
];

it('holds nothing in memory, brings nothing back, and knows nothing of an earlier life', async () => {
  const { portalId: id, writeKey } = await portals.installed();
  const { portalId: other, writeKey: otherKey } = await portals.installed();
  await live(id, writeKey);
  expect(await world.send(otherKey, portals.did('Onboarding Completed'))).toBe(200);
  const held = world.memory().holding(id);
  expect(kept.filter((what) => !held.includes(what))).toEqual([]);
  const earlier = reconciliationOf(id)!;

  await disconnect(id);
  expect(
    world
      .memory()
      .holding(id)
      .filter((what) => what.includes('token')),
  ).toEqual([]);
  await world.clock.advance(31 * days);
  await until('everything of it to be erased', () => tablesOf(id).length === 0);
  // What is late may come now.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect([tablesOf(id), world.memory().holding(id)]).toEqual([[], []]);
  expect(world.memory().holding(other)).toContain('access token');
  expect(tablesOf(other)).toContain('events');
  const figures = await (await fetch(`${world.url}/metrics`)).text();
  expect([figures.includes(`portal="${id}"`), figures.includes(`portal="${other}"`)]).toEqual([false, true]);

  const again = await world.install(id, { userEmail: admin });
  expect(again.text).toContain(`portal-${id}.test is connected<`);
  const source = acme.replace('+25 when activated', '+30 when activated');
  await world.admin('PUT', `/portals/${id}/playbook`, { source, author: admin, reason: 'first', expectedVersion: 0 });
  await until('it to be looked at', () => reconciliationOf(id) !== null);
  const now = reconciliationOf(id)!;
  expect(now.startedAt).toBeGreaterThan(earlier.startedAt + 30 * days);
  expect(now.completedAt).toBeNull();
});

it('takes no event with a key of before, from the moment it is erased, however the clock jumps', async () => {
  const { portalId: id, writeKey } = await portals.installed();
  await world.control('POST', '/sandbox/oauth/uninstall', { portalId: id });
  await until('the service to notice', () => {
    void world.send(writeKey, portals.did('Onboarding Completed'));
    return inDatabase((database) =>
      database.prepare('SELECT 1 FROM credentials WHERE portal_id = ? AND revoked_at IS NOT NULL').get(id),
    ) as boolean;
  });
  // It may come back: its events are kept, and its key is known for the next seconds.
  expect(await world.send(writeKey, portals.did('Teammate Invited'))).toBe(200);
  await world.clock.advance(31 * days);
  await until('everything of it to be erased', () => tablesOf(id).length === 0);
  expect(await world.send(writeKey, portals.did('Teammate Invited'))).toBe(401);
  expect(tablesOf(id)).toEqual([]);
});
