/** PostgreSQL has its own tools to back up and restore; what they cannot know the operator's tool adds. */

import { openPostgresStore } from '../../../backend/store/postgres/open.ts';
import { type RestoredMark, restoredSetting } from '../../../backend/store/restored-mark.ts';
import { runCommand } from '../../../sandbox/demo/run-command.ts';
import { event } from '../../support/events.ts';
import { now } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase } from '../../support/postgres.ts';

let url: string;
beforeAll(async () => {
  url = await createTestDatabase();
}, 60_000);

const zo = (...words: string[]) => runCommand('backend/cli/zo.ts', words, { DATABASE_URL: url }, 60_000);

it.each([['backup'], ['restore']])(
  'zo %s refuses, and names the tools that do it',
  async (verb) => {
    const { exitCode, output } = await zo(verb, '/nowhere/zo.backup');
    expect(exitCode).toBe(1);
    for (const tool of ['pg_dump', 'pg_restore', 'zo restored']) expect(output).toContain(tool);
  },
  90_000,
);

it('zo restored marks every portal and gives no number again, and does so only while no server runs', async () => {
  const store = await openPostgresStore(url);
  for (const portalId of [1, 2]) {
    const portal = { portalId, timeZone: 'UTC', uiDomain: 'app.hubspot.com', scopes: [], goLiveAt: null };
    await store.savePortal({ ...portal, createdAt: now });
  }
  await store.acceptEvents(1, [[event({ receivedAt: now })]], { playbook: acmePlaybook(), timeZone: 'UTC' });
  const numbers = () =>
    store.connection.forPortal(1)('SELECT name, value FROM counters WHERE portal_id = 1 ORDER BY name');
  const before = await numbers();
  await store.connection.forPortal(1)("INSERT INTO counters (portal_id, name, value) VALUES (1, 'handoff', 7)");

  const refused = await zo('restored');
  expect([refused.exitCode, refused.output]).toEqual([1, expect.stringContaining('A server runs on the database')]);
  expect(await store.setting(1, restoredSetting)).toBeNull();
  await store.close();

  const { exitCode, output } = await zo('restored');
  expect([exitCode, output]).toEqual([0, expect.stringContaining('2 portals are marked')]);
  const again = await openPostgresStore(url);
  for (const portalId of [1, 2]) {
    const mark = (await again.setting(portalId, restoredSetting)) as RestoredMark;
    expect(mark).toMatchObject({ takenAt: null });
    expect(Math.abs(mark.restoredAt - Date.now())).toBeLessThan(120_000);
  }
  const after = await again.connection.forPortal(1)(
    'SELECT name, value FROM counters WHERE portal_id = 1 ORDER BY name',
  );
  expect(after).toEqual([...before, { name: 'handoff', value: 10_007 }].sort((a, b) => (a.name < b.name ? -1 : 1)));
  await again.close();
}, 120_000);
