import fc from 'fast-check';
import { type Arrivals, silenceOf } from '../../../backend/watch/silence-of.ts';
import { rhythmOf, type Span } from '../../../backend/watch/usual-gap.ts';
import { aroundTheClock, hourMs, hourStart, officeHours, weeklyHours } from '../../support/weekly-events.ts';

const name = 'Onboarding Completed';
const berlin = 'Europe/Berlin';
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const minuteMs = 60_000;
/** A Monday, and no clocks change for weeks. */
const monday = Date.parse('2026-05-04T00:00+02:00');
const at = (local: string) => Date.parse(`${local}+02:00`);

function judge(moments: readonly number[], now: number, zone = berlin, away: Span[] = []) {
  const hourStarts = [...new Set(moments.map((ms) => hourStart(ms, zone)))];
  const arrivals: Arrivals = { name, hourStarts, lastSeenAt: moments.at(-1) ?? null };
  return silenceOf(arrivals, { timeZone: zone, away }, now);
}

/** Came a quarter past every such hour, up to and with `last`. */
function came(hours: ReadonlySet<number>, last: number, from = last - 4 * weekMs): number[] {
  return weeklyHours(hours, from, last, berlin)
    .map((start) => start + 15 * minuteMs)
    .filter((ms) => ms <= last);
}

describe('an event that does not come', () => {
  const office = officeHours(9, 17);
  const mondays = new Set([9, 10, 11]);
  const thursday = at('2026-06-04T14:15');
  const friday = at('2026-06-05T16:15');

  it.each([
    ['for less than three hours of the office', 'arriving', office, thursday, '2026-06-04T17:10'],
    ['for three of them', 'silent', office, thursday, '2026-06-05T09:15'],
    ['over the night', 'arriving', office, at('2026-06-04T16:15'), '2026-06-05T08:59'],
    ['over the weekend', 'arriving', office, friday, '2026-06-08T11:14'],
    ['from Friday to Monday noon', 'silent', office, friday, '2026-06-08T12:00'],
    ['on a Friday evening, and came around the clock,', 'silent', aroundTheClock, friday, '2026-06-05T19:15'],
    ['for less than three hours, and came around the clock,', 'arriving', aroundTheClock, friday, '2026-06-05T19:14'],
    ['on a Thursday, and came on Mondays,', 'arriving', mondays, at('2026-06-01T11:15'), '2026-06-04T12:00'],
    ['on the next Monday either', 'silent', mondays, at('2026-06-01T11:15'), '2026-06-08T12:00'],
  ] as const)('%s is %s', (_when, state, hours, last, now) => {
    expect(judge(came(hours, last), at(now)).state).toBe(state);
  });

  it('for months is silent still: it is not forgotten', () => {
    const moments = came(office, friday);
    const early = judge(moments, at('2026-06-09T12:00'));
    expect(early).toEqual({ name, state: 'silent', lastSeenAt: friday, gapHours: 1, hoursOfWeek: 40 });
    expect(judge(moments, friday + 100 * dayMs)).toEqual(early);
  });

  it('while nobody looked is not silent', () => {
    const moments = came(aroundTheClock, friday);
    const away = [{ from: friday + 30 * minuteMs, to: friday + 3 * dayMs }];
    expect(judge(moments, friday + 3 * dayMs + 2 * hourMs, berlin, away).state).toBe('arriving');
    expect(judge(moments, friday + 3 * dayMs + 3 * hourMs, berlin, away).state).toBe('silent');
  });

  it('for less than two hours never is, however often it came', () => {
    const moments = came(aroundTheClock, friday);
    const away = moments.slice(0, -1).map((ms) => ({ from: ms + minuteMs, to: ms + 59 * minuteMs }));
    expect(judge(moments, friday + 2 * hourMs - 1, berlin, away).state).toBe('arriving');
    expect(judge(moments, friday + 2 * hourMs, berlin, away)).toMatchObject({ state: 'silent', gapHours: 2 / 60 });
  });
});

describe('what is usual', () => {
  const watched = { timeZone: berlin, away: [] };
  const eachDay = (days: number, everyHours: number) =>
    weeklyHours(aroundTheClock, monday, monday + days * dayMs, berlin).filter((_, index) => index % everyHours === 0);

  it.each([
    ['never', 'never seen', []],
    ['ten times in less than a week', 'too little known', eachDay(6, 12)],
    ['nine times in three weeks', 'too little known', eachDay(19, 57)],
    ['ten times in more than a week', 'arriving', eachDay(9, 20)],
  ])('of an event that came %s: %s', (_often, state, moments) => {
    expect(judge(moments, (moments.at(-1) ?? monday) + minuteMs).state).toBe(state);
  });

  /** At nine, and at noon but for the days that are left out. */
  const nineAndNoon = (weeks: number, without: number[]) =>
    weeklyHours(new Set([9, 12, 33, 36, 57, 60, 81, 84, 105, 108]), monday, monday + weeks * weekMs, berlin).filter(
      (_, index) => !without.includes(index),
    );

  it.each([
    ['longer than all but one in twenty', nineAndNoon(4, [1]), 1],
    ['the longest, in the first two weeks', nineAndNoon(2, [1]), 2],
    ['the longer ones, when they are more', nineAndNoon(4, [1, 7, 15]), 2],
  ])('is %s of its gaps', (_title, hourStarts, gapHours) => {
    expect(rhythmOf(hourStarts, watched)?.gapHours).toBe(gapHours);
  });

  it('is so by the four weeks before it came last', () => {
    const before = weeklyHours(aroundTheClock, monday - 5 * weekMs, monday, berlin);
    const since = weeklyHours(officeHours(9, 17), monday, monday + 5 * weekMs, berlin);
    expect(rhythmOf([...before, ...since], watched)?.hoursOfWeek.size).toBe(40);
  });
});

describe('for any weekly pattern', () => {
  const zones = ['UTC', berlin, 'America/New_York', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Chatham'];
  const anyPattern = fc
    .uniqueArray(fc.integer({ min: 0, max: 167 }), { minLength: 3, maxLength: 30 })
    .map((hours): ReadonlySet<number> => new Set(hours));
  const anything = {
    zone: fc.constantFrom(...zones),
    pattern: fc.oneof({ weight: 9, arbitrary: anyPattern }, { weight: 1, arbitrary: fc.constant(aroundTheClock) }),
    start: fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2028-01-01') }),
    /** When in their hours events come, one after the other. */
    minutes: fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 20 }),
  };

  it('an event that goes on is never silent; once it stops it is after three usual gaps; and it comes again', () => {
    fc.assert(
      fc.property(fc.record(anything), ({ zone, pattern, start, minutes }) => {
        const end = start + 5 * weekMs;
        const hours = weeklyHours(pattern, start, end, zone);
        const moments = hours.map((ms, index) => ms + minutes[index % minutes.length]! * minuteMs);
        const lastWeek = moments.findIndex((ms) => ms >= end - weekMs);
        for (let index = lastWeek; index < moments.length; index += Math.ceil(pattern.size / 10)) {
          // The moment before the next comes is the longest without one.
          expect(judge(moments.slice(0, index), moments[index]! - 1, zone).state).not.toBe('silent');
        }
        const last = hours.at(-1)!;
        const [, second, third] = weeklyHours(pattern, last + hourMs, last + 4 * weekMs, zone);
        expect(judge(moments, second! + hourMs - 1, zone).state).toBe('arriving');
        const afterThird = third! + hourMs;
        expect(judge(moments, afterThird, zone)).toMatchObject({ state: 'silent', lastSeenAt: moments.at(-1)! });
        expect(judge([...moments, afterThird], afterThird + minuteMs, zone).state).toBe('arriving');
      }),
      { numRuns: 60 },
    );
  });

  it('time in which nobody looked is as if it had not been', () => {
    fc.assert(
      fc.property(
        fc.record(anything),
        fc.integer({ min: 1, max: 40 }),
        ({ zone, pattern, start, minutes }, awayDays) => {
          const hours = weeklyHours(pattern, start, start + 4 * weekMs, zone);
          const moments = hours.map((ms, index) => ms + minutes[index % minutes.length]! * minuteMs);
          const last = moments.at(-1)!;
          const away = [{ from: last, to: last + awayDays * dayMs }];
          expect(judge(moments, last + awayDays * dayMs + hourMs, zone, away).state).toBe('arriving');
        },
      ),
      { numRuns: 40 },
    );
  });
});
