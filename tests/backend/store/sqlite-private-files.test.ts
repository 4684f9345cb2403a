/** Who else on the machine may read what holds personal data: nobody. */
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../../../backend/store/open-store.ts';
import { backUp } from '../../../backend/store/sqlite/backup.ts';
import { restore } from '../../../backend/store/sqlite/restore.ts';

// Windows has no such modes: there the rights of the folder hold.
const onPosix = process.platform === 'win32' ? describe.skip : describe;
const portal = { portalId: 1, timeZone: 'UTC', uiDomain: 'app.hubspot.com', scopes: [], goLiveAt: null, createdAt: 1 };
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const made = (database: string) =>
  ['', '-wal', '-shm', '-lock'].map((end) => `${database}${end}`).filter((file) => existsSync(file));

onPosix('what we make is for whoever runs the service alone', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'zo-private-'));
  const folder = path.join(root, 'data', 'of', 'zo');
  const database = path.join(folder, 'zo.db');
  const backup = path.join(folder, 'zo.backup');
  let umask: number;
  // As most systems have it: what others make, everybody may read.
  beforeAll(() => {
    umask = process.umask(0o022);
  });
  afterAll(() => {
    process.umask(umask);
    rmSync(root, { recursive: true, force: true });
  });

  it('the database with its log, its index and its lock, and the folders they are in', async () => {
    const store = await openStore(`file:${database}`);
    await store.savePortal(portal);
    expect(made(database)).toHaveLength(4);
    expect(made(database).map(modeOf)).toEqual(['600', '600', '600', '600']);
    for (const above of [folder, path.dirname(folder), path.join(root, 'data')]) expect(modeOf(above)).toBe('700');
    await store.close();
  });

  it('a backup, also in the place of one that everybody could read', async () => {
    await backUp(database, backup, { force: false, now: () => 1 });
    expect(modeOf(backup)).toBe('600');
    chmodSync(backup, 0o644);
    await backUp(database, backup, { force: true, now: () => 1 });
    expect(modeOf(backup)).toBe('600');
  });

  it('a restored database, whatever the backup has become meanwhile', async () => {
    chmodSync(backup, 0o644);
    restore(backup, database, 2);
    expect(modeOf(database)).toBe('600');
    const store = await openStore(`file:${database}`);
    await store.savePortal({ ...portal, timeZone: 'Europe/Berlin' });
    expect(made(database).map(modeOf)).toEqual(['600', '600', '600', '600']);
    await store.close();
  });

  it('a folder and a file that are there keep the rights they were given', async () => {
    const shared = path.join(root, 'shared.db');
    await (await openStore(`file:${shared}`)).close();
    chmodSync(root, 0o750);
    chmodSync(shared, 0o640);
    const store = await openStore(`file:${shared}`);
    await store.savePortal(portal);
    expect([root, shared, `${shared}-wal`].map(modeOf)).toEqual(['750', '640', '640']);
    await store.close();
  });
});
