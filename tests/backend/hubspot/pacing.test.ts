import fc from 'fast-check';
import { createPacing } from '../../../backend/hubspot/pacing.ts';
import { admit, createWindow, learn, pause, readLimit } from '../../../backend/hubspot/pacing-window.ts';
import { priorities } from '../../../backend/outbox/effect.ts';

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

  it('keeps a part of the window free for what is more urgent', () => {
    const window = createWindow(90, 10_000);
    const fill = (priority: typeof crossing | typeof backfill | typeof reconciliation | typeof routine) => {
      let count = 0;
      while (admit(window, priority, 0) === 0) count += 1;
      return count;
    };
    expect([fill(reconciliation), fill(backfill), fill(routine), fill(crossing)]).toEqual([36, 18, 22, 14]);
  });

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

  it('learns the limit from the headers and keeps a distance', () => {
    const window = createWindow(90, 10_000);
    const headers = (max: string, remaining: string) => ({
      'x-hubspot-ratelimit-max': max,
      'x-hubspot-ratelimit-remaining': remaining,
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    });
    learn(window, readLimit(headers('190', '150'))!, 0);
    expect(window.limit).toBe(155);
    learn(window, readLimit(headers('110', '90'))!, 0);
    expect(window.limit).toBe(90);
    expect(window.pausedUntil).toBe(0);
    learn(window, readLimit(headers('110', '3'))!, 0);
    expect(window.pausedUntil).toBe(1_000);
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
