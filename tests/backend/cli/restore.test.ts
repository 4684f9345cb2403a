/** `zo restore` puts nothing into a database that nobody named. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { runCommand } from '../../../sandbox/demo/run-command.ts';

jest.setTimeout(30_000);

const folder = mkdtempSync(path.join(tmpdir(), 'zo-restore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zo = (backup: string, databaseUrl: string) =>
  runCommand('backend/cli/zo.ts', ['restore', backup], { DATABASE_URL: databaseUrl }, 20_000);

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
