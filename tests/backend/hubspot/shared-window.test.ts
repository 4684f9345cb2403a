/** Several nodes that call for one portal: together they keep the limit, however they come, go, and are held up. */
import fc from 'fast-check';
import { createPacing, type PacingOptions } from '../../../backend/hubspot/pacing.ts';
import {
  type Ask,
  type Begun,
  givePermits,
  permitMs,
  type SharedWindow,
} from '../../../backend/hubspot/shared-window.ts';
import { type Priority, priorities } from '../../../backend/outbox/effect.ts';

const { crossing, routine, backfill } = priorities;
const start = { limit: 12, intervalMs: 10_000, isFixed: true };
const nothing: Ask = { waiting: [], begun: [], observed: null, pauseMs: 0 };

/** What a node does: waits, asks, is answered late, calls late, or is gone before it calls. */
const step = fc.record({
  node: fc.nat(3),
  afterMs: fc.nat(2_500),
  waiting: fc.array(fc.constantFrom<Priority>(crossing, routine, backfill), { minLength: 1, maxLength: 9 }),
  heldUpMs: fc.oneof(fc.nat(100), fc.nat(permitMs * 2)),
  arrivesMs: fc.nat(250),
  isGone: fc.boolean(),
});

describe('the window of several nodes', () => {
  it('never lets more than the limit arrive within any interval, whoever asks, is held up, or is gone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let window: SharedWindow | null = null;
        let now = 1_000_000;
        const untold = new Map<number, { begun: Begun; knownAt: number }[]>();
        const arrived: number[] = [];
        for (const { node, afterMs, waiting, heldUpMs, arrivesMs, isGone } of steps) {
          now += afterMs;
          const mine = untold.get(node) ?? [];
          const known = mine.filter(({ knownAt }) => knownAt <= now);
          const given = givePermits(
            window,
            start,
            { ...nothing, waiting, begun: known.map(({ begun }) => begun) },
            now,
          );
          window = given.window;
          const { at, count } = given.permits;
          const isLate = heldUpMs > permitMs;
          if (!isLate) for (let call = 0; call < count; call += 1) arrived.push(at + heldUpMs + arrivesMs);
          const begun = { at, count, afterMs: isLate ? null : heldUpMs };
          const rest = mine.filter((one) => !known.includes(one));
          // Whoever is gone never tells.
          untold.set(node, isGone ? rest : [...rest, { begun, knownAt: now + heldUpMs }]);
        }
        arrived.sort((one, other) => one - other);
        for (const [index, first] of arrived.entries()) {
          expect(arrived.slice(index).filter((other) => other < first + start.intervalMs).length).toBeLessThanOrEqual(
            start.limit,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is used up by one node that calls alone', () => {
    let window: SharedWindow | null = null;
    let told: Begun[] = [];
    let calls = 0;
    for (let now = 0; now < 100_000; now += 50) {
      const ask = { ...nothing, waiting: [crossing, crossing], begun: told };
      const given = givePermits(window, start, ask, now);
      window = given.window;
      calls += given.permits.count;
      told = given.permits.count > 0 ? [{ at: now, count: given.permits.count, afterMs: 5 }] : [];
    }
    expect(calls).toBeGreaterThanOrEqual(0.95 * 10 * start.limit);
  });

  it('has what was given back again at once, and says how long to wait otherwise', () => {
    const first = givePermits(null, start, { ...nothing, waiting: Array(14).fill(crossing) }, 5_000);
    expect(first.permits).toEqual({ at: 5_000, count: 12, waitMs: 10_250 + permitMs });
    const begun = [
      { at: 5_000, count: 4, afterMs: null },
      { at: 5_000, count: 8, afterMs: 20 },
    ];
    const second = givePermits(first.window, start, { ...nothing, begun, waiting: Array(5).fill(crossing) }, 6_000);
    expect(second.permits).toEqual({ at: 6_000, count: 4, waitMs: 10_250 - 1_000 + 20 });
  });

  it('pauses all when HubSpot refused one, and takes what one has learned for all', () => {
    const observed = { max: 22, remaining: 22, intervalMs: 10_000 };
    const learning = { ...start, isFixed: false };
    const { window } = givePermits(null, learning, { ...nothing, observed, pauseMs: 3_000 }, 0);
    const paused = givePermits(window, learning, { ...nothing, waiting: [crossing] }, 1_000);
    expect(paused.permits).toMatchObject({ count: 0, waitMs: 2_000 });
    const after = givePermits(paused.window, learning, { ...nothing, waiting: Array(30).fill(crossing) }, 3_000);
    expect(after.permits.count).toBe(22);
  });

  it('waits no longer than a permit for a clock that was put back', () => {
    const { window } = givePermits(null, start, { ...nothing, waiting: Array(12).fill(crossing) }, 9_000_000);
    const { permits } = givePermits(window, start, { ...nothing, waiting: [crossing] }, 1_000);
    expect(permits).toMatchObject({ count: 0, waitMs: 10_250 + permitMs });
  });
});

describe('the pacing of several nodes', () => {
  /** As many as share one window, kept here as a database would. */
  function nodes(count: number, options: Partial<PacingOptions>, answer: () => Promise<void> = async () => {}) {
    const kept = new Map<string, SharedWindow>();
    const asked: Ask[] = [];
    const pacings = Array.from({ length: count }, () =>
      createPacing(options, {
        shared: (kind, first) => async (ask) => {
          asked.push(ask);
          await answer();
          const { window, permits } = givePermits(kept.get(kind) ?? null, first, ask, Math.floor(performance.now()));
          kept.set(kind, JSON.parse(JSON.stringify(window)));
          return permits;
        },
      }),
    );
    return { pacings, asked, close: () => pacings.forEach((pacing) => void pacing.close()) };
  }

  it('lets together as many begin as one node alone would, and all of them in the end', async () => {
    const { pacings, close } = nodes(2, { limit: 5, intervalMs: 500, maxInFlight: 3 });
    const begun: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const leave = await pacings[index % 2]!.enter('standard', crossing);
        begun.push(performance.now());
        leave();
      }),
    );
    for (const at of begun)
      expect(begun.filter((other) => other >= at && other < at + 500).length).toBeLessThanOrEqual(5);
    expect(pacings.map((pacing) => pacing.waiting())).toEqual([0, 0]);
    close();
  });

  it('admits the most urgent first, though the others were asked for', async () => {
    let answer = () => {};
    const { pacings, close } = nodes(1, { maxInFlight: 1 }, () => new Promise<void>((resolve) => (answer = resolve)));
    const order: string[] = [];
    const call = async (name: string, priority: Priority) => {
      const leave = await pacings[0]!.enter('standard', priority);
      order.push(name);
      leave();
    };
    const first = call('routine', routine);
    const second = call('crossing', crossing);
    answer();
    await second;
    await new Promise((resolve) => setTimeout(resolve, 10));
    answer();
    await first;
    expect(order).toEqual(['crossing', 'routine']);
    close();
  });

  it('lets nobody begin while the database does not answer, and goes on once it does', async () => {
    let isAway = true;
    const { pacings, close } = nodes(1, {}, async () => {
      if (isAway) throw new Error('the database is away');
    });
    const entered = pacings[0]!.enter('standard', crossing);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pacings[0]!.waiting()).toBe(1);
    isAway = false;
    (await entered)();
    close();
  });

  it('tells the others of a refusal at once, though nobody waits', async () => {
    const { pacings, asked, close } = nodes(2, {});
    pacings[0]!.pause('standard', 400);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(asked).toMatchObject([{ waiting: [], pauseMs: 400 }]);
    const before = performance.now();
    (await pacings[1]!.enter('standard', crossing))();
    expect(performance.now() - before).toBeGreaterThan(300);
    close();
  });

  it('does not ask again and again while the window is full', async () => {
    const { pacings, asked, close } = nodes(1, { limit: 2, intervalMs: 60_000 });
    for (let call = 0; call < 2; call += 1) (await pacings[0]!.enter('standard', crossing))();
    const waiting = Array.from({ length: 50 }, () => pacings[0]!.enter('standard', crossing));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(asked.length).toBeLessThan(6);
    close();
    expect((await Promise.allSettled(waiting)).every(({ status }) => status === 'rejected')).toBe(true);
  });
});
