/** The quota's algebra: over any stretch of time no portal gets more than its pace and one burst, and none is touched by another. */
import fc from 'fast-check';
import { createQuota } from '../../../backend/http/quota.ts';

const requests = fc.array(
  fc.record({ portalId: fc.constantFrom(1, 2), afterMs: fc.nat(3_000), events: fc.integer({ min: 1, max: 300 }) }),
  { maxLength: 60 },
);
const terms = fc.record({
  perSecond: fc.integer({ min: 1, max: 100 }),
  burstSeconds: fc.integer({ min: 1, max: 10 }),
});

type Request = { portalId: number; afterMs: number; events: number };

function run(quota: ReturnType<typeof createQuota>, sent: Request[]) {
  let now = 0;
  return sent.map(({ portalId, afterMs, events }) => {
    now += afterMs;
    const wait = quota.waitFor(portalId, now);
    if (wait === 0) quota.spend(portalId, events, now);
    return { portalId, now, events, wait };
  });
}

it('takes no more than the pace, a burst and the last request', () => {
  fc.assert(
    fc.property(terms, requests, (given, sent) => {
      const taken = run(createQuota(given), sent).filter(({ portalId, wait }) => portalId === 1 && wait === 0);
      const last = taken.at(-1);
      if (last === undefined) return;
      const before = taken.slice(0, -1).reduce((sum, { events }) => sum + events, 0);
      const most = given.perSecond * (given.burstSeconds + last.now / 1_000);
      expect(before).toBeLessThanOrEqual(most);
    }),
  );
});

it('a portal fares as if it were alone', () => {
  fc.assert(
    fc.property(terms, requests, (given, sent) => {
      const together = run(createQuota(given), sent).filter(({ portalId }) => portalId === 1);
      let now = 0;
      const alone = sent
        .map((request) => {
          now += request.afterMs;
          return { ...request, now };
        })
        .filter(({ portalId }) => portalId === 1);
      const quota = createQuota(given);
      const waits = alone.map(({ portalId, events, now: at }) => {
        const wait = quota.waitFor(portalId, at);
        if (wait === 0) quota.spend(portalId, events, at);
        return wait;
      });
      expect(together.map(({ wait }) => wait)).toEqual(waits);
    }),
  );
});

it('whoever waits as long as told is taken, and not a second earlier', () => {
  const quota = createQuota({ perSecond: 10, burstSeconds: 2 });
  quota.spend(1, 120, 0);
  expect(quota.waitFor(1, 0)).toBe(11);
  expect(quota.waitFor(1, 9_999)).toBe(1);
  expect(quota.waitFor(1, 11_000)).toBe(0);
  expect(quota.waitFor(2, 0)).toBe(0);
});

it('0 limits nothing', () => {
  const quota = createQuota({ perSecond: 0, burstSeconds: 10 });
  quota.spend(1, 1_000_000, 0);
  expect(quota.waitFor(1, 0)).toBe(0);
});

/** Takes as much as may be taken at that moment, one by one. */
function takeAll(quota: ReturnType<typeof createQuota>, now: number): number {
  let taken = 0;
  for (; quota.waitFor(1, now) === 0; taken += 1) quota.spend(1, 1, now);
  return taken;
}

it('several that share it take together no more than the pace and a burst', () => {
  fc.assert(
    fc.property(
      terms,
      fc.array(fc.nat(3_000), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 2, max: 5 }),
      (given, gaps, nodes) => {
        const shared = Array.from({ length: nodes }, () => createQuota({ ...given, sharedBy: () => nodes }));
        let now = 0;
        let taken = 0;
        for (const gap of [0, ...gaps]) {
          now += gap;
          taken += shared.reduce((sum, quota) => sum + takeAll(quota, now), 0);
        }
        expect(taken).toBeLessThanOrEqual(given.perSecond * (given.burstSeconds + now / 1_000) + nodes);
      },
    ),
  );
});

it('each takes more when others are gone, and less as soon as there are more', () => {
  let nodes = 2;
  const quota = createQuota({ perSecond: 10, burstSeconds: 1, sharedBy: () => nodes });
  expect(takeAll(quota, 0)).toBe(5);
  nodes = 1;
  expect(takeAll(quota, 1_000)).toBe(10);
  nodes = 4;
  expect(takeAll(quota, 9_000)).toBe(2);
  nodes = 100;
  expect(takeAll(quota, 29_000)).toBe(1);
});
