import fc from 'fast-check';
import { createPacing } from '../../../backend/hubspot/pacing.ts';
import { admit, createWindow, learn, pause, readLimit } from '../../../backend/hubspot/pacing-window.ts';
import { type Priority, priorities } from '../../../backend/outbox/effect.ts';

const { crossing, routine, backfill, reconciliation } = priorities;

describe('the pacing window', () => {
  it('never lets more than the limit begin within any interval, whatever the arrivals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3_000), fc.constantFrom(crossing, routine, backfill)), { maxLength: 300 }),
        (arrivals) => {
          const window = createWindow(20, 10_000);
          const begun: number[] = [];
          let now = 0;
          for (const [gap, priority] of arrivals) {
            now += gap;
            let waitMs = admit(window, priority, now);
            while (waitMs > 0) {
              now += waitMs;
              waitMs = admit(window, priority, now);
            }
            begun.push(now);
          }
          for (const [index, at] of begun.entries()) {
            expect(begun.slice(index).filter((other) => other <= at + 10_000).length).toBeLessThanOrEqual(20);
          }
        },
      ),
    );
  });

  /** Calls of one priority that wait all the time, and when each begins. */
  function fill(window: ReturnType<typeof createWindow>, priority: Priority, from: number, to: number): number[] {
    const begun: number[] = [];
    for (let now = from; now < to; ) {
      const waitMs = admit(window, priority, now);
      if (waitMs === 0) begun.push(now);
      now += waitMs;
    }
    return begun;
  }

  it('is used up by what is routine, all but the last places', () => {
    const window = createWindow(110, 10_000);
    const begun = fill(window, routine, 0, 60_000);
    for (let from = 0; from < 50_000; from += 500) {
      expect(begun.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(110);
    }
    expect(begun.filter((at) => at >= 10_000).length / 5).toBeGreaterThanOrEqual(0.95 * 110);
  });

  it('is used up as well when every timer is late, and never by more than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(15), { minLength: 50, maxLength: 50 }), (late) => {
        const window = createWindow(110, 10_000);
        const begun: number[] = [];
        for (let now = 0; now < 60_000; ) {
          const waitMs = admit(window, routine, now);
          if (waitMs === 0) begun.push(now);
          else now += waitMs + late[begun.length % late.length]!;
        }
        // The 110th after any stands outside of its window.
        const least = Math.min(...begun.slice(110).map((at, index) => at - begun[index]!));
        expect(least).toBeGreaterThanOrEqual(10_000);
        expect(begun.filter((at) => at >= 10_000).length / 5).toBeGreaterThanOrEqual(0.95 * 110);
      }),
      { numRuns: 30 },
    );
  });

  it('lets what is less urgent begin at once up to a half, and spreads the rest: places become free one by one', () => {
    const window = createWindow(110, 10_000);
    const begun = fill(window, backfill, 0, 40_000);
    expect(begun.filter((at) => at === 0)).toHaveLength(50);
    const gaps = begun.slice(50).map((at, index) => at - begun[index + 49]!);
    expect(Math.max(...gaps)).toBeLessThan(250);
  });

  it('lets a crossing wait for no more than the next place, however much a backlog has used', () => {
    for (const at of [5_000, 12_000, 19_000, 31_000]) {
      const window = createWindow(110, 10_000);
      fill(window, routine, 0, at);
      // What is read before an alert.
      let now = at;
      for (let call = 0; call < 4; call += 1) now += nextAt(window, crossing, now) - now;
      expect(now - at).toBeLessThan(1_000);
    }
  });

  function nextAt(window: ReturnType<typeof createWindow>, priority: Priority, from: number): number {
    let now = from;
    for (let waitMs = admit(window, priority, now); waitMs > 0; waitMs = admit(window, priority, now)) now += waitMs;
    return now;
  }

  it('says how long to wait until the oldest call leaves the window', () => {
    const window = createWindow(1, 10_000);
    expect(admit(window, crossing, 1_000)).toBe(0);
    expect(admit(window, crossing, 4_000)).toBe(7_250);
    expect(admit(window, crossing, 11_250)).toBe(0);
  });

  it('lets nobody begin during a pause', () => {
    const window = createWindow(90, 10_000);
    pause(window, 5_000, 0);
    pause(window, 1_000, 0);
    expect(admit(window, crossing, 0)).toBe(5_000);
    expect(admit(window, crossing, 5_000)).toBe(0);
  });

  const observed = (max: number, remaining: number) =>
    readLimit({
      'x-hubspot-ratelimit-max': String(max),
      'x-hubspot-ratelimit-remaining': String(remaining),
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    })!;

  it('learns the limit from the headers, and pauses when nothing remains', () => {
    const window = createWindow(90, 10_000);
    learn(window, observed(190, 189), 0);
    expect(window.limit).toBe(190);
    learn(window, observed(110, 109), 0);
    expect([window.limit, window.pausedUntil]).toEqual([110, 0]);
    learn(window, observed(110, 0), 0);
    expect(window.pausedUntil).toBe(1_000);
  });

  it('leaves places to calls that were not ours: those of a process before this one', () => {
    const window = createWindow(90, 10_000);
    expect(admit(window, crossing, 5_000)).toBe(0);
    learn(window, observed(110, 9), 5_050);
    let begun = 0;
    while (admit(window, crossing, 5_060) === 0) begun += 1;
    expect(begun).toBe(9);
    expect(admit(window, crossing, 5_050 + 10_250)).toBe(0);
  });

  it('ignores answers without limit headers', () => {
    expect(readLimit({})).toBeNull();
    expect(readLimit({ 'x-hubspot-ratelimit-max': 'many' })).toBeNull();
  });
});

describe('the pacing of a portal', () => {
  it('admits the most urgent first, and in order of arrival among equals', async () => {
    const pacing = createPacing({ maxInFlight: 1, limit: 90 });
    const order: string[] = [];
    const leave = await pacing.enter('standard', routine);
    const urgent = await pacing.enter('standard', crossing);
    const alsoUrgent = await pacing.enter('standard', crossing);
    const wanted = [
      ['reconciliation', reconciliation],
      ['backfill', backfill],
      ['routine 1', routine],
      ['routine 2', routine],
      ['crossing', crossing],
    ] as const;
    const done = wanted.map(async ([name, priority]) => {
      const end = await pacing.enter('standard', priority);
      order.push(name);
      end();
    });
    for (const end of [leave, urgent, alsoUrgent]) end();
    await Promise.all(done);
    expect(order).toEqual(['crossing', 'routine 1', 'routine 2', 'backfill', 'reconciliation']);
    pacing.close();
  });

  it('does not hold other kinds of calls back when one is paused', async () => {
    const pacing = createPacing();
    pacing.pause('search', 60_000);
    const leave = await pacing.enter('standard', crossing);
    leave();
    const waiting = pacing.enter('search', crossing);
    expect(pacing.waiting()).toBe(1);
    pacing.close();
    await expect(waiting).rejects.toThrow('closed');
  });

  it('refuses newcomers once closed', async () => {
    const pacing = createPacing();
    pacing.close();
    await expect(pacing.enter('standard', crossing)).rejects.toThrow('closed');
  });
});
