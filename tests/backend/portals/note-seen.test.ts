import { noteSeen, readSeen } from '../../../backend/portals/note-seen.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';

const hour = 3_600_000;
let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

it('keeps the first time and, an hour exact, the last; of each kind and portal, and of none that is not known', async () => {
  let now = 1_000 * hour;
  const clock = { now: () => now, plausibleNows: () => [now] };
  const failures: unknown[] = [];
  const parts = {
    store,
    states: { isKnown: async (portalId: number) => portalId !== 99 },
    memory: createPortalMemory(),
    clock,
    log: { warn: (...details: unknown[]) => void failures.push(details) },
  };
  const seen = () => readSeen(store, 1, 'contact card');
  const isAt = (lastAt: number) =>
    waitUntil(
      'it to be written',
      async () => ((await seen())?.lastAt === lastAt ? { value: true } : { instead: 'not yet' }),
      5_000,
      5,
    );
  const note = noteSeen(parts, 'contact card');
  const first = now;
  note(1);
  note(99);
  await isAt(first);
  now += hour / 2;
  note(1);
  now += hour / 2;
  note(1);
  await isAt(now);
  expect(await seen()).toEqual({ firstAt: first, lastAt: now });
  expect(await readSeen(store, 1, 'webhook')).toBeNull();
  expect(await readSeen(store, 99, 'contact card')).toBeNull();

  // Another process knows nothing of it, and begins with what is kept.
  now += 2 * hour;
  noteSeen({ ...parts, memory: createPortalMemory() }, 'contact card')(1);
  await isAt(now);
  expect((await seen())?.firstAt).toBe(first);
  expect(failures).toEqual([]);
});
