/**
 * While a file is loaded, and while whoever it touched is decided about, live events get their decision about as soon as
 * without: measured in the same run, in turns, from the door over real HTTP to the committed decision.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place } from '../../../backend/store/backfill-store.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { exportLines, type LiveBeside, p95, startLiveBeside } from '../../support/live-beside.ts';

const portalId = 4711;
const key = 'f'.repeat(64);
const perWindow = 40;
const gapMs = 25;
const begun = { restart: false, before: null, mayCountAgain: false };
let folder: string;
let store: SqliteStore;
let world: LiveBeside;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-live-first-'));
  store = await openSqliteStore(path.join(folder, 'zo.db'));
  world = await startLiveBeside(store, portalId);
  await world.sendLive(30, gapMs);
}, 60_000);
afterAll(async () => {
  await world.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  expect(world.errors).toEqual([]);
});

let reached: Place = { line: 0, byte: 0 };

/** Loads rows, request after request, until told to stop; resolves with how many. */
function loading(): { stop(): Promise<number> } {
  let isOver = false;
  let rows = 0;
  const work = (async () => {
    await world.backfills.begin(portalId, { key, fileKey: key, name: 'export' }, begun);
    while (!isOver) {
      const lines = exportLines(500, 2_000, reached.line);
      const order = { portalId, key, from: reached, lines, readRow: (line: string) => JSON.parse(line) };
      reached = (await world.backfills.load({ ...order, isOfBrowser: false })).reached;
      rows += lines.length;
    }
  })();
  return {
    async stop() {
      isOver = true;
      await work;
      return rows;
    },
  };
}

/** The ratio of the 95th percentiles: beside some work to alone, in turns. The smallest of a few rounds: the machine has others. */
async function ratioBeside(begin: () => { stop(): Promise<unknown> }): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < 5 && !ratios.some((ratio) => ratio <= 1.5); round += 1) {
    const alone: number[] = [];
    const beside: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      alone.push(...(await world.sendLive(perWindow, gapMs)));
      const work = begin();
      beside.push(...(await world.sendLive(perWindow, gapMs)));
      await work.stop();
    }
    ratios.push(p95(beside) / p95(alone));
  }
  return Math.min(...ratios);
}

it('loading leaves the 95th percentile from event to decision at no more than one and a half', async () => {
  expect(await ratioBeside(loading)).toBeLessThanOrEqual(1.5);
  const [backfill] = await store.backfills(portalId, 1);
  // It was really loaded meanwhile, and nothing of it was lost.
  expect(backfill!.counts).toEqual({ accepted: reached.line, duplicates: 0, rejected: 0, skipped: 0 });
  expect(reached.line).toBeGreaterThanOrEqual(500);
}, 180_000);

it('whoever was touched waits until the file is through, and being decided about delays nobody either', async () => {
  const { toDecide } = await store.historyFigures(portalId, 100_000);
  expect(toDecide).toBeGreaterThan(1_000);
  await world.backfills.end(portalId, key);
  const { database } = store.connection;
  // All who were touched wait beside live events, and nobody does while these are alone.
  const mark = database.prepare(
    `INSERT INTO dirty_persons (portal_id, person_id, since, why)
     SELECT portal_id, person_id, 1, 2 FROM identities WHERE portal_id = ? AND identity LIKE 'u:past-%'
     ON CONFLICT DO NOTHING`,
  );
  const unmark = database.prepare('DELETE FROM dirty_persons WHERE portal_id = ? AND why = 2');
  unmark.run(portalId);
  const deciding = () => {
    mark.run(portalId);
    return { stop: async () => void unmark.run(portalId) };
  };
  expect(await ratioBeside(deciding)).toBeLessThanOrEqual(1.5);
  // Some of them were, meanwhile.
  const decided = database.prepare(
    `SELECT count(*) FROM decisions d JOIN identities i ON i.portal_id = d.portal_id AND i.person_id = d.person_id
     WHERE d.portal_id = ? AND i.identity LIKE 'u:past-%'`,
  );
  expect(decided.pluck().get(portalId)).toBeGreaterThan(20);
}, 180_000);
