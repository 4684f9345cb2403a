/** Several batches of one lane under way at once: which may begin, what passes them, and that each is settled by itself. */
import fc from 'fast-check';
import {
  type ClaimedEffect,
  type Effect,
  type Priority,
  priorities,
  readFactsEffect,
} from '../../../backend/outbox/effect.ts';
import { done } from '../../../backend/outbox/lane.ts';
import { nextClaim, nextRhythm } from '../../../backend/outbox/lane-rhythm.ts';
import { type OutboxWorker, startOutboxWorker, type Turn } from '../../../backend/outbox/outbox-worker.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { pass } from '../../support/trial-company.ts';

const portalId = 1;
const now = 1_000;
let store: SqliteStore;
let worker: OutboxWorker;
/** Batches under way, in the order in which they began. */
let under: { keys: string[]; turn: Turn; end: () => void; fail: () => void }[];
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  under = [];
  worker = startOutboxWorker({
    store,
    memory: createPortalMemory(),
    clock: { now: () => now } as unknown as Parameters<typeof startOutboxWorker>[0]['clock'],
    portalIds: async () => [portalId],
    lanes: [{ startsWith: 'hubspot', atOnce: 2, batches: 3, gapMs: 0, run }],
    onSettled: () => {},
    tellUnconfirmed: async () => {},
    onError: () => {},
    everyMs: 5,
    afterFailureMs: 20,
  });
});
afterEach(async () => {
  const stopped = worker.stop();
  for (const one of [...under]) one.end();
  await stopped;
  await store.close();
});

async function run(_portal: number, effects: ClaimedEffect[], turn: Turn) {
  const ended = Promise.withResolvers<void>();
  const one = { keys: effects.map(({ key }) => key), turn, end: ended.resolve, fail: () => ended.reject(new Error()) };
  under.push(one);
  await ended.promise.finally(() => under.splice(under.indexOf(one), 1));
  return effects.map((effect) => ({ effect, outcome: done }));
}

const contact = (personId: number, priority: Priority = priorities.routine): Effect => ({
  kind: 'sync contact',
  personId,
  createIfMissing: false,
  key: `contact:${personId}`,
  lane: 'hubspot',
  priority,
});
const contacts = (count: number) => Array.from({ length: count }, (_, index) => contact(index + 1));
const want = async (effects: Effect[]) => {
  await store.enqueue(portalId, effects, now);
  worker.wake(portalId);
};
const keys = () => under.map((one) => one.keys);

async function untilUnder(wanted: string[][]): Promise<void> {
  await waitUntil(
    JSON.stringify(wanted),
    () => (JSON.stringify(keys()) === JSON.stringify(wanted) ? { value: true } : { instead: JSON.stringify(keys()) }),
    10_000,
    5,
  );
}

async function untilMany(count: number): Promise<void> {
  await waitUntil(
    `${count} batches`,
    () => (under.length === count ? { value: true } : { instead: JSON.stringify(keys()) }),
    10_000,
    5,
  );
}

it('begins the next batch when the one before says so, and no more than may be under way', async () => {
  await want(contacts(8));
  await untilUnder([['contact:1', 'contact:2']]);
  await pass(30);
  expect(under).toHaveLength(1);
  under[0]!.turn.letNext();
  await untilUnder([
    ['contact:1', 'contact:2'],
    ['contact:3', 'contact:4'],
  ]);
  under[1]!.turn.letNext();
  await pass(30);
  under[2]!.turn.letNext();
  await pass(30);
  expect(under).toHaveLength(3);
  under[1]!.end();
  await untilUnder([
    ['contact:1', 'contact:2'],
    ['contact:5', 'contact:6'],
    ['contact:7', 'contact:8'],
  ]);
});

it('lets urgent work pass as many as may be under way, and nothing else, nor of somebody who is under way', async () => {
  await want(contacts(8));
  for (let began = 1; began <= 3; began += 1) {
    await untilMany(began);
    under[began - 1]!.turn.letNext();
  }
  await want([readFactsEffect(1), readFactsEffect(20), contact(21, priorities.crossing)]);
  await untilMany(4);
  expect(under[3]!.keys).toEqual(['contact:21', 'facts:20']);
  under[3]!.end();
  await pass(30);
  expect(under).toHaveLength(3);
  // Nobody is at work on the first person any more.
  under[0]!.end();
  // With or without the next contact, which waits for its beat.
  await waitUntil(
    'the first person to be read',
    () => (keys()[2]?.[0] === 'facts:1' ? { value: true } : { instead: JSON.stringify(keys()) }),
    10_000,
    5,
  );
});

it('gathers what comes while a batch is written that was all there was, but lets urgent work pass it', async () => {
  await want(contacts(1));
  await untilUnder([['contact:1']]);
  under[0]!.turn.letNext();
  await want([contact(2)]);
  await pass(30);
  expect(keys()).toEqual([['contact:1']]);
  await want([readFactsEffect(3)]);
  await untilUnder([['contact:1'], ['facts:3']]);
  await want([contact(4)]);
  for (const one of [...under]) one.end();
  await untilUnder([['contact:2', 'contact:4']]);
});

it('tells one that has to be alone when the others have ended', async () => {
  await want(contacts(4));
  await untilUnder([['contact:1', 'contact:2']]);
  under[0]!.turn.letNext();
  await untilMany(2);
  let isAlone = false;
  const alone = under[1]!.turn.untilAlone().then(() => {
    isAlone = true;
  });
  await pass(30);
  expect(isAlone).toBe(false);
  under[0]!.end();
  await alone;
  expect(keys()).toEqual([['contact:3', 'contact:4']]);
});

it('tries again what failed on our side, whatever is under way beside it', async () => {
  await want(contacts(4));
  await untilUnder([['contact:1', 'contact:2']]);
  under[0]!.turn.letNext();
  await untilMany(2);
  under[0]!.fail();
  await untilMany(1);
  under[0]!.end();
  await waitUntil(
    'what is left',
    async () => {
      const counts = await store.outboxCounts(portalId);
      return counts.done === 2 && counts.pending === 2 ? { value: true } : { instead: JSON.stringify(counts) };
    },
    9_000,
    5,
  );
});

it('stops when all of them have settled', async () => {
  await want(contacts(4));
  await untilUnder([['contact:1', 'contact:2']]);
  under[0]!.turn.letNext();
  await untilMany(2);
  let isStopped = false;
  const stopped = worker.stop().then(() => {
    isStopped = true;
  });
  under[1]!.end();
  await pass(30);
  expect(isStopped).toBe(false);
  under[0]!.end();
  await stopped;
  expect(await store.outboxCounts(portalId)).toEqual({ done: 4 });
});

it.each([
  ['nothing is under way', [], true, priorities.reconciliation],
  ['a full one is', [false], true, priorities.reconciliation],
  ['a full one has only just begun', [false], false, priorities.crossing],
  ['a full one has only just begun, and ended', [], false, priorities.crossing],
  ['one is that was all there was', [false, true], true, priorities.crossing],
  ['as many are as may be', [false, false, false], true, priorities.crossing],
  ['an urgent one is beside them', [false, false, false, false], true, null],
])('when %s', (_when, beside, isDue, urgent) => {
  expect(
    nextClaim(
      beside.map((isAll) => ({ isAll })),
      { batches: 3, isDue },
    ),
  ).toBe(urgent);
});

describe('the next batch that is not urgent, where a place comes free every 94 ms', () => {
  const everyMs = 94;
  const behind = (before: { nextAt: number; isBacklog: boolean }, effects: number) =>
    nextRhythm(before, { effects, atOnce: 100, at: 1_000 }, everyMs);

  it('begins a place later behind the first full one, however long nothing was to be done', () => {
    expect(behind({ nextAt: 0, isBacklog: false }, 100)).toEqual({ nextAt: 1_094, isBacklog: true });
  });

  it('makes up for a little of what a backlog was late', () => {
    expect(behind({ nextAt: 980, isBacklog: true }, 100).nextAt).toBe(1_074);
    expect(behind({ nextAt: 0, isBacklog: true }, 100).nextAt).toBe(812);
  });

  it('waits for about as long as one fills in, and no longer than for three places', () => {
    expect(behind({ nextAt: 980, isBacklog: true }, 50)).toEqual({ nextAt: 1_188, isBacklog: false });
    expect(behind({ nextAt: 980, isBacklog: true }, 10).nextAt).toBe(1_282);
  });

  it('waits for nobody behind one of next to nothing', () => {
    expect(behind({ nextAt: 980, isBacklog: false }, 9)).toEqual({ nextAt: 1_000, isBacklog: false });
  });

  it('begins no more of much in any time than the limit has places, but for what was late', () => {
    const batches = fc.array(
      fc.record({ effects: fc.integer({ min: 10, max: 100 }), idleMs: fc.integer({ min: 0, max: 400 }) }),
      { minLength: 2 },
    );
    fc.assert(
      fc.property(batches, (all) => {
        const began: number[] = [];
        let [now, rhythm] = [0, { nextAt: 0, isBacklog: false }];
        for (const { effects, idleMs } of all) {
          now = Math.max(now + idleMs, rhythm.nextAt);
          began.push(now);
          rhythm = nextRhythm(rhythm, { effects, atOnce: 100, at: now }, everyMs);
        }
        for (const [first, from] of began.entries()) {
          for (const [count, until] of began.slice(first).entries()) {
            // Three of lateness, and the one that begins at once.
            expect(until - from).toBeGreaterThanOrEqual((count - 4) * everyMs);
          }
        }
      }),
    );
  });
});
