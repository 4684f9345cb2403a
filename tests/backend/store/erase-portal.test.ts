/** A portal that is erased leaves no row in any table, in whatever table comes to be, and a proof that it was. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { databases, type EitherStore, type OpenDatabase, sqliteDatabase } from '../../support/engines.ts';
import { everyPortalTable, fillTable, rowsOf } from '../../support/every-table.ts';
import { now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const [erased, other] = [1, 2];
const rules = { playbook: acmePlaybook(), timeZone };
const words = 'sarah.chen@finpilot.test';

let database: OpenDatabase;
let store: EitherStore;

async function begin(opened: OpenDatabase): Promise<void> {
  database = opened;
  store = opened.store;
  for (const portalId of [erased, other]) {
    for (const table of await everyPortalTable(database)) await fillTable(database, table, portalId, 3, words);
  }
}
afterEach(() => store?.close());

const left = async (portalId: number) =>
  Object.values(await rowsOf(database, portalId)).reduce((sum, rows) => sum + rows, 0);

describe.each(databases)('on %s', (name, open) => {
  beforeEach(async () => begin(await open()), 60_000);

  it('leaves no row of it in any table, every row of another portal, and the proof', async () => {
    const before = await rowsOf(database, erased);
    const others = await rowsOf(database, other);
    expect(Object.keys(before).length).toBeGreaterThan(20);
    expect(Object.values(before)).not.toContain(0);

    expect(await store.erasePortal(erased, now)).toEqual({
      portalId: erased,
      begunAt: now,
      endedAt: now,
      rows: before,
    });

    expect(await left(erased)).toBe(0);
    expect(await rowsOf(database, other)).toEqual(others);
    expect(await store.portalErasures(5)).toEqual([{ portalId: erased, begunAt: now, endedAt: now, rows: before }]);
  }, 30_000);

  it('goes on where it was interrupted, with one proof of the whole', async () => {
    const before = await rowsOf(database, erased);
    await database.ask(
      name === 'SQLite'
        ? "CREATE TRIGGER stuck BEFORE DELETE ON wakes BEGIN SELECT RAISE(ABORT, 'no room on the disk'); END"
        : "CREATE TRIGGER stuck BEFORE DELETE ON wakes FOR EACH ROW EXECUTE FUNCTION refuse_change('no room on the disk:')",
    );
    await expect(store.erasePortal(erased, now)).rejects.toThrow('no room on the disk');
    expect(await left(erased)).toBeGreaterThan(0);
    expect(await store.portalErasures(5)).toMatchObject([{ portalId: erased, begunAt: now, endedAt: null }]);
    // Where whoever goes on with it finds the portal.
    expect((await rowsOf(database, erased)).credentials).toBe(before.credentials);
    await database.ask(name === 'SQLite' ? 'DROP TRIGGER stuck' : 'DROP TRIGGER stuck ON wakes');

    const proof = { portalId: erased, begunAt: now, endedAt: now + 1, rows: before };
    expect(await store.erasePortal(erased, now + 1)).toEqual(proof);
    expect(await left(erased)).toBe(0);
    expect(await store.portalErasures(5)).toEqual([proof]);
  }, 30_000);

  it('is proven once more when the portal came back and is erased again', async () => {
    await store.erasePortal(erased, now);
    await store.saveSetting(erased, 'back', true, now);
    expect(await store.erasePortal(erased, now + 1)).toMatchObject({ rows: { settings: 1 } });
    expect(await store.portalErasures(5)).toHaveLength(2);
  }, 30_000);

  it('keeps receipts and audit of a portal append-only once its erasure has ended', async () => {
    await store.erasePortal(erased, now);
    for (const table of ['receipts', 'audit']) {
      await fillTable(database, table, erased, 1, words);
      await expect(database.ask(`DELETE FROM ${table} WHERE portal_id = ${erased}`)).rejects.toThrow('append-only');
    }
  }, 30_000);
});

describe('in a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zo-erased-portal-'));
  let file: string;
  let files = 0;
  beforeEach(async () => {
    files += 1;
    file = path.join(folder, `zo-${files}.db`);
    await begin(sqliteDatabase(await openSqliteStore(file)));
  }, 30_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves nothing that was said there in the file, nor in its log', async () => {
    await store.erasePortal(other, now);
    await store.erasePortal(erased, now);
    const bytes = [file, `${file}-wal`].filter(existsSync).map((name) => readFileSync(name, 'latin1'));
    expect(bytes.filter((text) => text.includes(words))).toEqual([]);
  }, 30_000);

  it('lets another portal work meanwhile, also when there is much to delete', async () => {
    for (let index = 0; index < 20; index += 1)
      await fillTable(database, 'message_ids', erased + 10 + index, 500, words);
    await database.ask(`UPDATE message_ids SET portal_id = ${erased}`);
    const steps: string[] = [];
    const erasing = store.erasePortal(erased, now).then(() => steps.push('erased'));
    for (let index = 0; index < 5; index += 1) {
      const read = normaliseMessage(
        { type: 'track', userId: 'ben', event: 'Signed In', messageId: `during-${index}` },
        { receivedAt: now, source: 'server' },
      );
      if ('rejected' in read) throw new Error(read.rejected);
      await store.acceptEvents(7, [[read.event]], rules);
      steps.push('accepted');
      await new Promise(setImmediate);
    }
    await erasing;
    expect(steps).toEqual([...Array(5).fill('accepted'), 'erased']);
    expect(await left(erased)).toBe(0);
  }, 30_000);
});
