/** A service for many portals that was restored from a backup: in none of them is anything repeated. */
import path from 'node:path';
import { jest } from '@jest/globals';
import { backUp } from '../../backend/store/sqlite/backup.ts';
import { restore } from '../../backend/store/sqlite/restore.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { installedPortals } from '../support/installed-portals.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';

jest.setTimeout(60_000);

type Shown = { alarms: { key: string; message: string }[] };

let world: OauthWorld;
beforeAll(async () => {
  world = await startOauthWorld();
});
afterAll(() => world?.stop());

it('tells each portal until when nothing new is posted, and ends it', async () => {
  const portals = installedPortals(world, 950);
  const [one, other] = [await portals.installed(), await portals.installed()];
  await world.stopApp();
  const backup = path.join(path.dirname(world.databaseFile), 'zo.backup');
  await backUp(world.databaseFile, backup, { force: false, now: () => world.clock.now() });
  restore(backup, world.databaseFile, world.clock.now());
  await world.startApp();
  const alarmsOf = async ({ portalId }: { portalId: number }) => {
    const { alarms } = await world.admin<Shown>('GET', `/portals/${portalId}`);
    return alarms.filter(({ key }) => key === 'restored').map(({ message }) => message);
  };
  const moment = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Europe/Berlin`;
  const told = `^The database was restored from a backup of ${moment}\\. What was wanted in Slack until ${moment} may `;
  for (const portal of [one, other]) {
    expect(await alarmsOf(portal)).toEqual([expect.stringMatching(told)]);
  }
  await world.clock.advance(6 * 60_000);
  await waitUntil(
    'the alarms to end',
    async () => {
      const left = [...(await alarmsOf(one)), ...(await alarmsOf(other))];
      return left.length === 0 ? { value: true } : { instead: left.join() };
    },
    10_000,
    200,
  );
});
