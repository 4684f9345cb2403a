/** One portal that sends fifty times what it may: the others do not feel it. Over real HTTP, on a real database. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addReplay } from '../../../backend/cli/replay.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { hashWriteKey } from '../../../backend/write-key-hash.ts';
import { emptyRules, type IngestServer, startIngestServer } from '../../support/ingest-server.ts';
import { runZo } from '../../support/run-zo.ts';

const eventsPerSecond = 100;
const noisy = { portalId: 1, key: 'write-key-of-the-noisy' };
const quiet = { portalId: 2, key: 'write-key-of-the-quiet' };
let folder: string;
let store: SqliteStore;
let server: IngestServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-noisy-'));
  store = await openSqliteStore(path.join(folder, 'zo.db'));
  for (const { portalId, key } of [noisy, quiet]) {
    await store.addWriteKey(hashWriteKey(key), { portalId, source: 'server', name: '' }, 0);
  }
  server = await startIngestServer({ store, rulesFor: () => emptyRules, eventsPerSecond });
}, 30_000);
afterAll(async () => {
  await server.door.drain();
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;
const messages = (many: number) =>
  Array.from({ length: many }, () => {
    count += 1;
    return { type: 'track', event: 'Report Created', userId: `user-${count % 50}`, messageId: `m-${count}` };
  });

async function send(key: string, many: number): Promise<{ status: number; retryAfter: string | null; tookMs: number }> {
  const body = JSON.stringify({ batch: messages(many) });
  const began = performance.now();
  const response = await fetch(`${server.url}/v1/batch`, { method: 'POST', headers: { 'x-write-key': key }, body });
  await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    tookMs: performance.now() - began,
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How long each request of the quiet portal took in ms; it sends one event every 20 ms. */
async function timesOf(requests: number): Promise<number[]> {
  const took: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    const { status, tookMs } = await send(quiet.key, 1);
    expect(status).toBe(200);
    took.push(tookMs);
    await pause(20);
  }
  return took;
}

function p95(took: readonly number[]): number {
  return took.toSorted((one, other) => one - other)[Math.ceil(took.length * 0.95) - 1]!;
}

/** Fifty events in each request, a hundred requests a second, until `isOver`; answers how each was answered. */
async function flood(isOver: () => boolean): Promise<number[]> {
  // Written once: what is measured is what the server does about it, not what the sender in this process costs.
  const body = JSON.stringify({ batch: messages(50) });
  const statuses: number[] = [];
  const one = async (startsAfterMs: number) => {
    await pause(startsAfterMs);
    while (!isOver()) {
      const post = fetch(`${server.url}/v1/batch`, { method: 'POST', headers: { 'x-write-key': noisy.key }, body });
      const [response] = await Promise.all([post, pause(40)]);
      await response.text();
      statuses.push(response.status);
    }
  };
  await Promise.all([0, 10, 20, 30].map(one));
  return statuses;
}

it('is told when to come back, and when it does it is served', async () => {
  // Ten seconds' worth at once, and two seconds' worth in each request after that: one of them overdraws it.
  let answer = await send(noisy.key, 10 * eventsPerSecond);
  for (let more = 0; more < 20 && answer.status === 200; more += 1) answer = await send(noisy.key, 2 * eventsPerSecond);
  const seconds = Number(answer.retryAfter);
  expect([answer.status, [1, 2].includes(seconds)]).toEqual([429, true]);
  expect((await send(quiet.key, 1)).status).toBe(200);
  await pause(seconds * 1_000);
  expect((await send(noisy.key, 1)).status).toBe(200);
}, 30_000);

it('`zo replay` waits as long as it is told, and sends everything', async () => {
  expect((await send(noisy.key, 10 * eventsPerSecond)).status).toBeLessThan(500);
  const file = path.join(folder, 'events.json');
  await writeFile(file, JSON.stringify(messages(150)));
  const words = ['replay', file, '--write-key', noisy.key, '--json'];
  // Without a token for the operators' routes: only events are taken here.
  const { code, stdout } = await runZo(server.url, [addReplay], words, '');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { sent: 150, accepted: 150 }]);
}, 60_000);

it('what was refused is counted for whom it was', () => {
  const { portals } = server.door.figures();
  expect(portals.get(noisy.portalId)!.limited).toBeGreaterThan(0);
  expect(portals.get(quiet.portalId)!.limited).toBe(0);
});

it('at fifty times its quota leaves the 95th percentile of another at no more than one and a half', async () => {
  const ratios: number[] = [];
  const statuses: number[] = [];
  for (let round = 0; round < 8 && !ratios.some((ratio) => ratio <= 1.5); round += 1) {
    const [alone, beside]: [number[], number[]] = [[], []];
    // In turns, so that what else this machine does falls on both.
    for (let turn = 0; turn < 4; turn += 1) {
      alone.push(...(await timesOf(20)));
      let isOver = false;
      const flooding = flood(() => isOver);
      beside.push(...(await timesOf(20)));
      isOver = true;
      statuses.push(...(await flooding));
    }
    ratios.push(p95(beside) / p95(alone));
  }
  expect(statuses.length).toBeGreaterThan(50);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(statuses.length * 0.8);
  expect(Math.min(...ratios)).toBeLessThanOrEqual(1.5);
}, 180_000);
