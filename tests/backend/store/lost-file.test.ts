/** A database that is gone or emptied is not taken for a new one: served empty, it would lose for good what was acknowledged. */
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { DatabaseLostError, openStore } from '../../../backend/store/open-store.ts';
import { backUp } from '../../../backend/store/sqlite/backup.ts';
import { restore } from '../../../backend/store/sqlite/restore.ts';

const now = 1_763_450_000_000;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zo-lost-'));
  file = path.join(folder, 'zo.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function serveOnce(): Promise<void> {
  const store = await openStore(`file:${file}`);
  await store.saveSetting(1, 'kept', 'before', now);
  await store.close();
}

async function keptSetting(): Promise<unknown> {
  const store = await openStore(`file:${file}`);
  const kept = await store.setting(1, 'kept');
  await store.close();
  return kept;
}

it.each([
  ['emptied', () => truncateSync(file, 0)],
  ['gone', () => rmSync(file)],
])('one that is %s is refused, and nothing is made in its place', async (_what, lose) => {
  await serveOnce();
  expect(await keptSetting()).toBe('before');
  lose();
  const refusal = openStore(`file:${file}`);
  await expect(refusal).rejects.toThrow(DatabaseLostError);
  await expect(refusal).rejects.toThrow(`remove ${file}-lock`);
  expect(existsSync(file) ? statSync(file).size : 0).toBe(0);
});

it('one that is gone while its log is there is refused, although nothing remembers it, and its log stays', async () => {
  writeFileSync(`${file}-wal`, 'what was acknowledged last');
  await expect(openStore(`file:${file}`)).rejects.toThrow(DatabaseLostError);
  expect(existsSync(`${file}-wal`)).toBe(true);
});

it('whoever wants to begin anew removes what remembers it', async () => {
  await serveOnce();
  for (const suffix of ['', '-wal', '-shm', '-lock']) rmSync(`${file}${suffix}`, { force: true });
  expect(await keptSetting()).toBeNull();
});

it('a start that was interrupted before anything was written begins anew', async () => {
  writeFileSync(file, '');
  new Database(`${file}-lock`).close();
  expect(await keptSetting()).toBeNull();
});

it('a backup is put in its place, and the log of the lost one is not taken for its own', async () => {
  await serveOnce();
  const backup = path.join(folder, 'zo.backup');
  await backUp(file, backup, { force: false, now: () => now });
  const open = new Database(file);
  open.pragma('wal_autocheckpoint = 0');
  open.exec('UPDATE settings SET value_json = \'"of the lost one"\'');
  rmSync(file);
  const { keptAs } = restore(backup, file, now);
  open.close();
  expect(await keptSetting()).toBe('before');
  expect(keptAs).toBeNull();
});
