/** Texts of events are packed once they have stood for a while, and nobody notices but the size of the file. */
import fc from 'fast-check';
import { eventsInBlock, packTexts, unpackTexts } from '../../../backend/store/sqlite/event-blocks.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { eventsLeftLoose, keepEventsPacked, packAll } from '../../../backend/store/sqlite/pack-events.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { dayMs, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { playbook: acmePlaybook(), timeZone };
let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

/** As a product sends them: 300 bytes, from which about 100 are kept. */
async function accept(portalId: number, count: number, from = 0, receivedAt = now): Promise<void> {
  for (let start = from; start < from + count; start += 500) {
    const ids = Array.from({ length: Math.min(500, from + count - start) }, (_, index) => start + index);
    const events = ids.map((id) => {
      const about = { messageId: `measured${String(id).padStart(12, '0')}`, userId: `user-${(id * 7) % 200}` };
      return event({ ...about, name: ['Report Viewed', 'Chart Resized'][id % 2], receivedAt, eventAt: receivedAt });
    });
    const kept = events.map((one) => {
      const { messageId, userId, name } = one;
      return { ...one, body: JSON.stringify({ type: 'track', messageId, userId, event: name }) };
    });
    await store.acceptEvents(portalId, [kept], rules);
  }
}

const rows = (sql: string) => store.connection.database.prepare(sql).all();
const loose = (portalId: number) =>
  store.connection
    .statement<{ n: number }>("SELECT count(*) AS n FROM events WHERE portal_id = ? AND body_json <> ''")
    .get(portalId)!.n;
const pack = () => packAll(store.connection);
const usedBytes = () =>
  store.connection.database
    .prepare(
      'SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size',
    )
    .pluck()
    .get() as number;

it('any texts are the same after they were packed', () => {
  const texts = fc.array(
    fc.json({ stringUnit: 'binary' }).map((text) => JSON.stringify(JSON.parse(text))),
    {
      minLength: eventsInBlock,
      maxLength: eventsInBlock,
    },
  );
  fc.assert(fc.property(texts, (some) => expect(unpackTexts(packTexts(some))).toEqual(some)));
});

it('leaves the newest events of each portal as they came, and packs the others', async () => {
  await accept(1, eventsLeftLoose + 3 * eventsInBlock + 5);
  await accept(2, eventsLeftLoose + eventsInBlock - 1);
  pack();
  expect(loose(1)).toBe(eventsLeftLoose + 5);
  expect(loose(2)).toBe(eventsLeftLoose + eventsInBlock - 1);
  await accept(2, 1, 5_000);
  pack();
  expect(loose(2)).toBe(eventsLeftLoose);
});

it('with everything that keeps it from being counted twice, an event takes at most 150 bytes of the database', async () => {
  await accept(1, 2_000);
  pack();
  const before = usedBytes();
  await accept(1, 30_000, 2_000);
  pack();
  expect((usedBytes() - before) / 30_000).toBeLessThan(150);
}, 60_000);

it('a person’s own events are read from blocks and from rows as if they were all rows', async () => {
  await accept(1, 3_000);
  const person = (await store.personByIdentity(1, 'u:user-7'))!;
  const page = { before: Number.MAX_SAFE_INTEGER, limit: 100 };
  const before = await store.personEvents(1, person.personId, page);
  expect(before).toHaveLength(15);
  pack();
  expect(loose(1)).toBeLessThan(1_100);
  expect(await store.personEvents(1, person.personId, page)).toEqual(before);
});

it('events that are old go from the midst of a block, and the others of it stay', async () => {
  await accept(1, 100, 0, now - 100 * dayMs);
  await accept(1, 2_000, 100);
  pack();
  const order = { before: now - dayMs, rules, normalise: normaliseAgain, now };
  expect(await store.forgetEvents(1, order)).toBe(100);
  expect(rows('SELECT min(seq) AS first FROM events')).toEqual([{ first: 101 }]);
  expect(rows('SELECT min(first_seq) AS first FROM event_blocks')).toEqual([{ first: 65 }]);
  const { bodies } = store.connection
    .statement<{ bodies: Buffer }>('SELECT bodies FROM event_blocks ORDER BY first_seq LIMIT 1')
    .get()!;
  const texts = unpackTexts(bodies);
  expect(texts.slice(0, 36).every((text) => text === '')).toBe(true);
  expect(JSON.parse(texts[36]!)).toMatchObject({ messageId: 'measured000000000100' });
  expect(await store.forgetEvents(1, { ...order, before: now + 1 })).toBe(2_000);
  expect(rows('SELECT * FROM event_blocks')).toEqual([]);
});

it('inactive people are forgotten with their texts, however many events they have together', async () => {
  const long = now - 400 * dayMs;
  for (let start = 0; start < 1_800; start += 300) {
    const some = Array.from({ length: 300 }, (_, index) => {
      const id = start + index;
      return event({ messageId: `m${id}`, userId: `gone-${id % 3}`, receivedAt: long, eventAt: long });
    });
    await store.acceptEvents(1, [some], rules);
  }
  await accept(1, 2_000);
  pack();
  const before = loose(1);
  expect(await store.forgetInactive(1, { before: now - 100 * dayMs, rules, now })).toBe(3);
  expect(rows("SELECT count(*) AS n FROM events WHERE body_json = '' AND seq <= 1800")).toEqual([{ n: 0 }]);
  expect(rows('SELECT min(first_seq) AS first FROM event_blocks')).toEqual([{ first: 1793 }]);
  expect(loose(1)).toBe(before);
  expect((await store.personByIdentity(1, 'u:user-7'))?.personId).toEqual(expect.any(Number));
});

it('goes on behind events that are gone', async () => {
  await accept(1, 3_000);
  await store.forgetEvents(1, { before: now + 1, rules, normalise: normaliseAgain, now });
  pack();
  await accept(1, eventsLeftLoose + eventsInBlock, 3_000);
  pack();
  expect(loose(1)).toBeLessThan(eventsLeftLoose + eventsInBlock);
});

it('is done by itself, for no longer at a time than the main thread can spare', async () => {
  await accept(1, 20_000);
  const started = performance.now();
  const packing = keepEventsPacked(store.connection, { everyMs: 5, mostMs: 1, onError: fail });
  await until(() => loose(1) < 1_100);
  packing.stop();
  expect(performance.now() - started).toBeGreaterThan(5);
}, 60_000);

it('of many portals one after the other is packed, so that the main thread is never held for all of them', async () => {
  for (let portalId = 1; portalId <= 6; portalId += 1) await accept(portalId, eventsLeftLoose + 2 * eventsInBlock);
  const transactions: number[] = [];
  const { connection } = store;
  const counted = {
    ...connection,
    transaction<Result>(work: () => Result): Result {
      const from = connection.database.prepare('SELECT count(*) FROM event_blocks').pluck();
      const before = from.get() as number;
      const result = connection.transaction(work);
      transactions.push((from.get() as number) - before);
      return result;
    },
  };
  const packing = keepEventsPacked(counted, { everyMs: 1, mostMs: 1, onError: fail });
  await until(() =>
    rows('SELECT count(*) AS blocks FROM event_blocks').every((row) => (row as { blocks: number }).blocks === 12),
  );
  packing.stop();
  // What the store packs by itself meanwhile is in no transaction here.
  expect(transactions.length).toBeGreaterThan(0);
  expect(Math.max(...transactions)).toBe(2);
}, 60_000);

it('packs no more while pages are free that events have not taken again', async () => {
  await accept(1, 3_000);
  const { connection } = store;
  connection.database.exec(
    'CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(17 * 1024 * 1024)); DROP TABLE filler',
  );
  const packing = keepEventsPacked(connection, { everyMs: 1, onError: fail });
  await new Promise((resolve) => setTimeout(resolve, 100));
  packing.stop();
  expect(rows('SELECT count(*) AS blocks FROM event_blocks')).toEqual([{ blocks: 0 }]);
}, 60_000);

function fail(error: unknown): void {
  throw error;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
