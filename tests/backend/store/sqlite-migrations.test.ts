import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'zo-migrations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('applies every migration once and finds the data again after a restart', async () => {
  const file = path.join(folder, 'made', 'on', 'demand', 'zo.db');
  const first = await openSqliteStore(file);
  await first.saveSetting(1, 'kept', true, 1);
  await first.close();
  const second = await openSqliteStore(file);
  expect(await second.setting(1, 'kept')).toBe(true);
  expect(second.connection.database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(second.connection.database.pragma('synchronous', { simple: true })).toBe(2);
  await second.close();
});

it('refuses a database that a newer program wrote', async () => {
  const file = path.join(folder, 'newer.db');
  const store = await openSqliteStore(file);
  store.connection.database.exec("INSERT INTO migrations VALUES (9001, '9001-later', 1)");
  await store.close();
  await expect(openSqliteStore(file)).rejects.toThrow('The database is at migration 9001');
});
