/** The two databases are one product: whatever happened to a portal, every question is answered the same by both. */
import fc from 'fast-check';
import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import type { EitherStore } from '../support/engines.ts';
import { type EventStream, eventStreams } from '../support/event-streams.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { act, storeActs } from '../support/store-acts.ts';
import { readEverything } from '../support/store-questions.ts';
import { rulesOf } from './usage-property.ts';

let sqlite: SqliteStore;
let postgres: PostgresStore;
beforeAll(async () => {
  sqlite = await openSqliteStore(':memory:');
  postgres = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
}, 60_000);
afterAll(async () => {
  await sqlite?.close();
  await postgres?.close();
});

/** What both say. */
async function both(ask: (store: EitherStore) => Promise<unknown>): Promise<void> {
  const answers = [await ask(sqlite), await ask(postgres)];
  expect(answers[1]).toEqual(answers[0]);
}

/** Some of the people are the sample's. */
const streams = fc.tuple(eventStreams, fc.constantFrom(null, 'dan', 'phone')).map(([stream, sample]): EventStream => {
  const ofSample = (id: string | null) => (id !== null && id === sample ? `zo-sample-${id}` : id);
  return {
    ...stream,
    groups: stream.groups.map((group) =>
      group.map((request) =>
        request.map((event) => {
          const isSample = sample !== null && [event.userId, event.anonymousId].includes(sample);
          const known = { userId: ofSample(event.userId), anonymousId: ofSample(event.anonymousId) };
          const said = { ...event, ...known, ...(isSample && { source: 'sample' as const }) };
          return { ...said, body: JSON.stringify({ ...said, body: '' }) };
        }),
      ),
    ),
  };
});

it('SQLite and PostgreSQL answer every question the same after the same events and acts', async () => {
  let portalId = 500_000;
  await fc.assert(
    fc.asyncProperty(streams, storeActs, fc.boolean(), async (stream, acts, isDecided) => {
      portalId += 10;
      const rules = rulesOf(stream);
      const at = { portalId, rules, now: stream.now };
      const halfway = Math.ceil(stream.groups.length / 2);
      for (const group of stream.groups.slice(0, halfway)) {
        await both((store) => store.acceptEvents(portalId, group, rules));
      }
      for (const one of acts) await both((store) => act(store, one, at));
      for (const group of stream.groups.slice(halfway)) {
        await both((store) => store.acceptEvents(portalId, group, rules));
      }
      await both((store) => store.wakeDue(portalId, stream.now, rules, 1_000));
      if (isDecided) await both((store) => act(store, { what: 'decide' }, at));
      await both((store) => readEverything(store, at));
    }),
    { numRuns: 60 },
  );
}, 300_000);
