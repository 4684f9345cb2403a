/** `zo restore` puts nothing into a database that nobody named. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { runCommand } from '../../../sandbox/demo/run-command.ts';
import { portalState } from '../../support/handoffs.ts';

jest.setTimeout(30_000);

const folder = mkdtempSync(path.join(tmpdir(), 'zo-restore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zo = (backup: string, databaseUrl: string, verb = 'restore') =>
  runCommand('backend/cli/zo.ts', [verb, backup], { DATABASE_URL: databaseUrl }, 20_000);

it('without DATABASE_URL restores nothing and says what to set', async () => {
  const { exitCode, output } = await zo(path.join(folder, 'zo.backup'), '');
  expect([exitCode, output]).toEqual([
    1,
    expect.stringContaining('set DATABASE_URL to the database the server runs on'),
  ]);
});

it('of a file that is not there says so, and makes no database', async () => {
  const database = path.join(folder, 'zo.db');
  const { exitCode, output } = await zo(path.join(folder, 'none.backup'), `file:${database}`);
  expect([exitCode, output]).toEqual([1, expect.stringContaining('There is no file')]);
  expect(existsSync(database)).toBe(false);
});

it('and `zo backup` tell of when the data is in the form of every moment here', async () => {
  const [database, backup] = [path.join(folder, 'told.db'), path.join(folder, 'told.backup')];
  const store = await openSqliteStore(database);
  await store.savePortal(portalState().portal);
  await store.close();
  const moment = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
  const backedUp = await zo(backup, `file:${database}`, 'backup');
  expect(backedUp).toMatchObject({ exitCode: 0, output: expect.stringMatching(`as of ${moment}, checked\\.`) });
  const restored = await zo(backup, `file:${database}`);
  expect(restored).toMatchObject({ exitCode: 0, output: expect.stringMatching(`is as of ${moment}\\.`) });
});
