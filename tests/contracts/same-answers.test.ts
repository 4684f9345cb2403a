/** The two databases are one product: whatever happened to a portal, every question is answered the same by both. */
import fc from 'fast-check';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import { sampleIdPrefix } from '../../backend/sample/sample-names.ts';
import { openPostgresStore, type PostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import type { EitherStore } from '../support/engines.ts';
import { type EventStream, eventStreams, streamStart } from '../support/event-streams.ts';
import { event } from '../support/events.ts';
import { dayMs } from '../support/handoffs.ts';
import { openPackedStore } from '../support/packed-store.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type Act, type ActsAt, act, storeActs } from '../support/store-acts.ts';
import { readEverything } from '../support/store-questions.ts';
import { rulesOf } from './usage-property.ts';

let sqlite: SqliteStore;
/** The same, with the texts of events packed. */
let packed: SqliteStore;
let postgres: PostgresStore;
beforeAll(async () => {
  sqlite = await openSqliteStore(':memory:');
  packed = await openPackedStore();
  postgres = await openPostgresStore(await createTestDatabase(), { leaseMs: 0 });
}, 60_000);
afterAll(async () => {
  await sqlite?.close();
  await packed?.close();
  await postgres?.close();
});

/** What all say. */
async function all(ask: (store: EitherStore) => Promise<unknown>): Promise<void> {
  const answer = await ask(sqlite);
  expect(await ask(packed)).toEqual(answer);
  expect(await ask(postgres)).toEqual(answer);
}

/** Some of the people are the sample's. */
const streams = fc.tuple(eventStreams, fc.constantFrom(null, 'dan', 'phone')).map(([stream, sample]): EventStream => {
  const ofSample = (id: string | null) => (id !== null && id === sample ? `${sampleIdPrefix}sarah` : id);
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

/** Before anything else: some people work in one workspace, some of them with a private address, and HubSpot knows of it. */
const beginnings = fc.record({
  members: fc.subarray(['ann', 'ben', 'cat', 'dan']),
  personal: fc.subarray(['ann', 'ben', 'cat', 'dan']),
  known: fc.subarray([1, 2, 3, 4]),
});
type Beginning = ReturnType<typeof beginnings.generate>['value'];

const everybodyOnce = ['ann', 'ben', 'cat', 'dan'];

function eventsOf({ members, personal }: Beginning): NormalisedEvent[] {
  const receivedAt = streamStart;
  return everybodyOnce.flatMap((userId) => {
    const email = `${userId}@${personal.includes(userId) ? 'gmail.com' : 'finpilot.test'}`;
    const about = { userId, receivedAt, eventAt: receivedAt - 1, ...(members.includes(userId) && { groupId: 'g1' }) };
    return [
      event({ ...about, type: 'identify', name: null, email, messageId: `${userId} is` }),
      ...(members.includes(userId)
        ? [event({ ...about, type: 'group', name: null, messageId: `${userId} joins` })]
        : []),
      event({ ...about, name: 'Onboarding Completed', messageId: `${userId} starts` }),
    ];
  });
}

async function begin(beginning: Beginning, at: ActsAt): Promise<void> {
  const then = { ...at, now: streamStart };
  await all((store) => store.acceptEvents(at.portalId, [eventsOf(beginning)], at.rules));
  await all((store) => act(store, { what: 'link', kind: 'company', subjectId: 1, recordId: '900' }, then));
  for (const personId of beginning.known) {
    const read: Act = {
      what: 'read',
      personIds: [personId],
      contactId: `51${personId}`,
      primary: '900',
      stage: 'lead',
      later: 0,
    };
    await all((store) => act(store, read, then));
  }
  await all((store) => act(store, { what: 'decide' }, then));
}

/** Two of one claim, of whom one has become the other meanwhile: what is written anew is one of those that end with it. */
const becameOneOfTheClaim: [EventStream, Beginning, Act[], boolean] = [
  {
    timeZone: 'UTC',
    ignoreBrowserEvents: false,
    emailDomains: { business: [], personal: [] },
    groups: [
      [[event({ type: 'alias', userId: 'cat', previousId: 'ann', name: null, receivedAt: streamStart + dayMs })]],
    ],
    now: streamStart + dayMs,
  },
  { members: [], personal: [], known: [] },
  [{ what: 'deliver', count: 4, outcome: 'done' }],
  false,
];

it('SQLite, also with packed events, and PostgreSQL answer every question the same after the same events and acts', async () => {
  let portalId = 500_000;
  await fc.assert(
    fc.asyncProperty(streams, beginnings, storeActs, fc.boolean(), async (stream, beginning, acts, isDecided) => {
      portalId += 10;
      const rules = rulesOf(stream);
      const at = { portalId, rules, now: stream.now };
      await begin(beginning, at);
      const halfway = Math.ceil(stream.groups.length / 2);
      for (const group of stream.groups.slice(0, halfway)) {
        await all((store) => store.acceptEvents(portalId, group, rules));
      }
      for (const one of acts) await all((store) => act(store, one, at));
      for (const group of stream.groups.slice(halfway)) {
        await all((store) => store.acceptEvents(portalId, group, rules));
      }
      await all((store) => store.wakeDue(portalId, stream.now, rules, 1_000));
      if (isDecided) await all((store) => act(store, { what: 'decide' }, at));
      await all((store) => readEverything(store, at));
    }),
    { numRuns: 40, examples: [becameOneOfTheClaim] },
  );
}, 300_000);
