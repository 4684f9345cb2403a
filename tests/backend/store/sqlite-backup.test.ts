import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { restoredSetting } from '../../../backend/store/restored-mark.ts';
import { backUp } from '../../../backend/store/sqlite/backup.ts';
import { holdAlone } from '../../../backend/store/sqlite/one-process.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { restore } from '../../../backend/store/sqlite/restore.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'zo-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const portal = { portalId: 1, timeZone: 'UTC', uiDomain: 'app.hubspot.com', scopes: [], goLiveAt: null, createdAt: 1 };
const takenAt = Date.parse('2026-03-02T10:00:00Z');
const now = () => takenAt;
let count = 0;

type Names = { database: string; file: string };

async function start(suffix = '') {
  count += 1;
  const database = path.join(folder, `${count}.db${suffix}`);
  const store = await openSqliteStore(database);
  await store.savePortal(portal);
  await store.saveSetting(1, 'kept', 'before', 1);
  return { database, store, file: path.join(folder, `${count}.backup`) };
}

async function settingOf(database: string, name: string): Promise<unknown> {
  const store = await openSqliteStore(database);
  const value = await store.setting(1, name);
  await store.close();
  return value;
}

describe('a backup', () => {
  it('holds all that was there when it began, however much is written meanwhile, and nothing else', async () => {
    const { database, store, file } = await start();
    const blob = 'x'.repeat(50_000);
    for (let name = 0; name < 1_500; name += 1) await store.saveSetting(1, `filling ${name}`, blob, 1);
    const shares: number[] = [];
    let writes = 0;
    const backup = await backUp(database, file, {
      force: false,
      now,
      progress(copied, total) {
        shares.push(copied / total);
        writes += 1;
        store.saveSetting(1, `later ${writes}`, blob, 1);
        store.saveSetting(1, 'kept', `after ${writes}`, 1);
      },
    });
    await store.close();
    expect(backup).toMatchObject({ file, takenAt, schemaVersion: expect.any(Number) });
    expect(shares.length).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(1);
    const copy = new Database(file, { readonly: true });
    const { settings } = copy.prepare('SELECT count(*) AS settings FROM settings').get() as { settings: number };
    expect(settings).toBe(1 + 1_500 + 1);
    copy.close();
    expect(await settingOf(file, 'kept')).toBe('before');
    expect(writes).toBeGreaterThan(3);
  }, 30_000);

  it('replaces no file unless it is told to, and leaves nothing half', async () => {
    const { database, store, file } = await start();
    writeFileSync(file, 'precious');
    await expect(backUp(database, file, { force: false, now })).rejects.toThrow('exists already');
    expect(readFileSync(file, 'utf8')).toBe('precious');
    await backUp(database, file, { force: true, now });
    expect(await settingOf(file, 'kept')).toBe('before');
    await expect(backUp(database, path.join(folder, 'no', 'such', 'folder'), { force: false, now })).rejects.toThrow(
      'No backup was made',
    );
    await store.close();
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('into a folder that is not there is refused, with the folder', async () => {
    const { database, store } = await start();
    await store.close();
    const nowhere = path.join(folder, 'nowhere');
    await expect(backUp(database, path.join(nowhere, 'zo.backup'), { force: false, now })).rejects.toThrow(
      `there is no folder ${nowhere}. Make it, or name a file elsewhere.`,
    );
    expect(existsSync(nowhere)).toBe(false);
  });

  it.each([
    ['the database', ({ database }: Names) => database],
    ['its log', ({ database }: Names) => `${database}-wal`],
    ['its index', ({ database }: Names) => `${database}-shm`],
    ['its lock', ({ database }: Names) => `${database}-lock`],
    ['a journal that may come', ({ database }: Names) => `${database}-journal`],
    ['it by another path', ({ database }: Names) => `${folder}/./${path.basename(database)}`],
    [
      'its log through a link to the folder',
      ({ database, file }: Names) => {
        symlinkSync(folder, `${file}-folder`);
        return path.join(`${file}-folder`, `${path.basename(database)}-wal`);
      },
    ],
    [
      'a link to it',
      ({ database, file }: Names) => {
        symlinkSync(database, file);
        return file;
      },
    ],
    [
      'a second name of it',
      ({ database, file }: Names) => {
        linkSync(database, file);
        return file;
      },
    ],
    ['a file whose unfinished copy would be it', ({ database }: Names) => database.replace(/\.part$/, '')],
  ])('onto %s is refused, whatever is forced, and the server goes on', async (what, target) => {
    const { database, store, file } = await start(what.includes('unfinished') ? '.part' : '');
    const hold = holdAlone(database);
    const { ino } = statSync(database);
    await expect(backUp(database, target({ database, file }), { force: true, now })).rejects.toThrow(
      `belongs to the database ${database} and would be overwritten. Name another file.`,
    );
    await store.saveSetting(1, 'kept', 'after', 2);
    await store.close();
    hold.letGo();
    expect(statSync(database).ino).toBe(ino);
    expect(await settingOf(database, 'kept')).toBe('after');
  });

  it('of a database named by a link is not put in the place of its log', async () => {
    const { database, store } = await start();
    const link = `${database}-link`;
    symlinkSync(database, link);
    await expect(backUp(link, `${database}-wal`, { force: true, now })).rejects.toThrow('belongs to the database');
    await store.close();
  });

  it('onto the database of another server is refused', async () => {
    const [mine, other] = [await start(), await start()];
    const hold = holdAlone(other.database);
    await expect(backUp(mine.database, other.database, { force: true, now })).rejects.toThrow(
      'is no backup but a database that is in use',
    );
    hold.letGo();
    await other.store.saveSetting(1, 'kept', 'after', 2);
    await Promise.all([mine.store.close(), other.store.close()]);
    expect(await settingOf(other.database, 'kept')).toBe('after');
  });

  it('of no database is refused', async () => {
    const missing = path.join(folder, 'missing.db');
    await expect(backUp(missing, path.join(folder, 'x'), { force: false, now })).rejects.toThrow('set DATABASE_URL');
    expect(existsSync(missing)).toBe(false);
  });
});

describe('restoring', () => {
  it('takes the place of the database, keeps what was there, and marks every portal', async () => {
    const { database, store, file } = await start();
    await backUp(database, file, { force: false, now });
    await store.saveSetting(1, 'kept', 'after', 2);
    await store.close();
    const restored = restore(file, database, takenAt + 60_000);
    expect(restored).toMatchObject({ database, takenAt, keptAs: `${database}.before-restore-2026-03-02T10-01-00Z` });
    expect(await settingOf(database, 'kept')).toBe('before');
    expect(await settingOf(database, restoredSetting)).toEqual({ takenAt, restoredAt: takenAt + 60_000 });
    expect(await settingOf(restored.keptAs!, 'kept')).toBe('after');
    expect(await settingOf(file, restoredSetting)).toBeNull();
  });

  it('gives no number of a handoff again that may stand in a message since the backup', async () => {
    const { database, store, file } = await start();
    store.connection.database.exec("INSERT INTO counters VALUES (1, 'handoff', 41), (1, 'person', 5)");
    await backUp(database, file, { force: false, now });
    await store.close();
    restore(file, database, takenAt);
    const opened = new Database(database, { readonly: true });
    expect(opened.prepare('SELECT name, value FROM counters ORDER BY name').all()).toEqual([
      { name: 'handoff', value: 10_041 },
      { name: 'person', value: 5 },
    ]);
    opened.close();
  });

  it('needs no database to be there', async () => {
    const { database, store, file } = await start();
    await backUp(database, file, { force: false, now });
    await store.close();
    const elsewhere = path.join(folder, 'new', 'machine', 'zo.db');
    expect(restore(file, elsewhere, takenAt).keptAs).toBeNull();
    expect(await settingOf(elsewhere, 'kept')).toBe('before');
  });

  it.each([
    ['a link to the database', (database: string) => symlinkSync(database, `${database}.link`), '.link'],
    ['its log', () => {}, '-wal'],
    [
      'what restoring writes first',
      (database: string) => copyFileSync(database, `${database}.restoring`),
      '.restoring',
    ],
  ])('from %s is refused, and nothing is lost', async (_what, prepare, suffix) => {
    const { database, store } = await start();
    await store.saveSetting(1, 'kept', 'after', 2);
    prepare(database);
    expect(() => restore(`${database}${suffix}`, database, takenAt)).toThrow(/name the backup|another name/);
    expect(existsSync(`${database}${suffix}`)).toBe(true);
    rmSync(`${database}.restoring`, { force: true });
    await store.close();
    expect(await settingOf(database, 'kept')).toBe('after');
  });

  it('is refused while a server runs', async () => {
    const { database, store, file } = await start();
    await backUp(database, file, { force: false, now });
    await store.close();
    const hold = holdAlone(database);
    expect(() => restore(file, database, takenAt)).toThrow('stop it, restore, and start it again');
    hold.letGo();
  }, 15_000);

  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(10_000)), 'is no database of Zo Handoff'],
    ['is cut short', (file: string) => truncateSync(file, 100_000), /damaged|malformed/],
    [
      'a later version wrote',
      (file: string) => new Database(file).exec("INSERT INTO migrations VALUES (9001, '9001-later', 1)").close(),
      'The database is at migration 9001',
    ],
  ])('of a file that %s changes nothing and says so', async (_what, spoil, words) => {
    const { database, store, file } = await start();
    for (let name = 0; name < 20; name += 1) await store.saveSetting(1, `filling ${name}`, 'x'.repeat(50_000), 1);
    await backUp(database, file, { force: false, now });
    await store.saveSetting(1, 'kept', 'after', 2);
    await store.close();
    spoil(file);
    expect(() => restore(file, database, takenAt)).toThrow(words);
    expect(() => restore(file, database, takenAt)).toThrow('the database is as it was');
    expect(await settingOf(database, 'kept')).toBe('after');
    expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([]);
  });
});
