import { keepCounted } from '../../../backend/home/keep-counted.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';

const portalId = 7;

/** Counting that takes as long as is said, on a clock that stands still otherwise. */
function slowCounting(leastMs = 0) {
  const clock = { ms: 0 };
  const counts: { end: (tookMs: number) => Promise<void>; fail: () => Promise<void> }[] = [];
  const errors: unknown[] = [];
  const kept = keepCounted<number>({
    what: 'something',
    memory: createPortalMemory(),
    now: () => 1_000 + clock.ms,
    elapsed: () => clock.ms,
    leastMs,
    patienceMs: 1,
    onError: (_portal, error) => errors.push(error),
    count: () => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const settled = () => new Promise<void>((resolveSoon) => setImmediate(resolveSoon));
      const number = counts.length + 1;
      counts.push({
        async end(tookMs) {
          clock.ms += tookMs;
          resolve(number);
          await settled();
        },
        async fail() {
          reject(new Error('no'));
          await settled();
        },
      });
      return promise;
    },
  });
  return { clock, counts, errors, kept };
}

it('says null while the first count goes on, and counts once however many ask', async () => {
  const { counts, kept } = slowCounting();
  expect(await Promise.all([kept.of(portalId), kept.of(portalId)])).toEqual([null, null]);
  await counts[0]!.end(100);
  expect(counts).toHaveLength(1);
  expect(await kept.of(portalId)).toEqual({ asOf: 1_000, value: 1 });
});

it('shows the old count while the next one goes on, which takes a sixtieth of the time at most', async () => {
  const { clock, counts, kept } = slowCounting();
  await kept.of(portalId);
  await counts[0]!.end(100);
  clock.ms += 5_999;
  await kept.of(portalId);
  expect(counts).toHaveLength(1);
  clock.ms += 1;
  expect(await kept.of(portalId)).toEqual({ asOf: 1_000, value: 1 });
  expect(counts).toHaveLength(2);
  await counts[1]!.end(100);
  expect(await kept.of(portalId)).toEqual({ asOf: 7_100, value: 2 });
});

it('waits for the next count where nobody has looked for a minute, up to its patience', async () => {
  const { clock, counts, kept } = slowCounting();
  await kept.of(portalId);
  await counts[0]!.end(100);
  clock.ms += 60_000;
  const asked = kept.of(portalId);
  await counts[1]!.end(100);
  expect(await asked).toEqual({ asOf: 61_100, value: 2 });
  clock.ms += 60_000;
  expect(await kept.of(portalId)).toEqual({ asOf: 61_100, value: 2 });
  expect(counts).toHaveLength(3);
});

it('counts for everybody who asks where that is quick', async () => {
  let count = 0;
  const kept = keepCounted({
    what: 'something',
    memory: createPortalMemory(),
    now: () => 5,
    elapsed: () => 0,
    onError: fail,
    count: async () => ++count,
  });
  expect([await kept.of(portalId), await kept.of(portalId)]).toEqual([
    { asOf: 5, value: 1 },
    { asOf: 5, value: 2 },
  ]);
});

it('shows the old count where counting was quick, and is not this time', async () => {
  const { counts, kept } = slowCounting();
  await kept.of(portalId);
  await counts[0]!.end(1);
  expect(await kept.of(portalId)).toEqual({ asOf: 1_000, value: 1 });
  expect(counts).toHaveLength(2);
});

it('does not count again so soon as it was told not to, however quick it is', async () => {
  let count = 0;
  const clock = { ms: 0 };
  const parts = { now: () => 5, elapsed: () => clock.ms, leastMs: 60_000, onError: fail };
  const kept = keepCounted({ what: 'something', memory: createPortalMemory(), ...parts, count: async () => ++count });
  await kept.of(portalId);
  clock.ms += 59_999;
  expect((await kept.of(portalId))?.value).toBe(1);
  clock.ms += 1;
  expect((await kept.of(portalId))?.value).toBe(2);
});

it('tells of a count that failed, and tries again when asked again', async () => {
  const { counts, errors, kept } = slowCounting();
  await kept.of(portalId);
  await counts[0]!.fail();
  expect(errors).toEqual([new Error('no')]);
  await kept.of(portalId);
  await counts[1]!.end(1);
  expect(await kept.of(portalId)).toMatchObject({ value: 2 });
});

it('keeps the last count when the next one fails', async () => {
  const { clock, counts, kept } = slowCounting();
  await kept.of(portalId);
  await counts[0]!.end(100);
  clock.ms += 6_000;
  await kept.of(portalId);
  await counts[1]!.fail();
  expect(await kept.of(portalId)).toEqual({ asOf: 1_000, value: 1 });
});

it('ends what is being counted when it is stopped, and begins nothing new', async () => {
  const told: boolean[] = [];
  const { promise, resolve } = Promise.withResolvers<number>();
  const kept = keepCounted({
    what: 'something',
    memory: createPortalMemory(),
    now: () => 5,
    patienceMs: 1,
    onError: fail,
    count: async (_portal, isStopped) => {
      await promise;
      told.push(isStopped());
      return 1;
    },
  });
  await kept.of(portalId);
  const stopped = kept.stop();
  resolve(1);
  await stopped;
  expect([told, await kept.of(portalId)]).toEqual([[true], null]);
});

function fail(_portal: number, error: unknown): never {
  throw error;
}
