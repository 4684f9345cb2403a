import {
  addWorkingMinutes,
  isWorkingMoment,
  nextWorkingMoment,
  type WorkingHours,
  workingMinutesBetween,
} from '@zo/shared';
import fc from 'fast-check';

const office: WorkingHours = { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 };
const berlin = 'Europe/Berlin';

describe('the moment when working time has passed', () => {
  it.each([
    ['Tuesday morning stays in the morning', '2026-03-03T10:00+01:00', 120, '2026-03-03T12:00+01:00'],
    ['exactly the end of the day is still that day', '2026-03-03T15:00+01:00', 120, '2026-03-03T17:00+01:00'],
    ['the rest is done the next morning', '2026-03-03T16:00+01:00', 120, '2026-03-04T10:00+01:00'],
    ['a Friday evening begins on Monday', '2026-03-06T18:30+01:00', 120, '2026-03-09T11:00+01:00'],
    ['before the office opens', '2026-03-03T06:00+01:00', 120, '2026-03-03T11:00+01:00'],
    ['over the weekend in which the clocks go forward', '2026-03-27T16:00+01:00', 120, '2026-03-30T10:00+02:00'],
    ['over the weekend in which the clocks go back', '2026-10-23T16:00+02:00', 120, '2026-10-26T10:00+01:00'],
    ['no time at all', '2026-03-07T16:00+01:00', 0, '2026-03-07T16:00+01:00'],
  ])('%s', (_title, start, minutes, end) => {
    expect(new Date(addWorkingMinutes(Date.parse(start), minutes, office, berlin)).toISOString()).toBe(
      new Date(end).toISOString(),
    );
  });

  it('counts what really passes on the night the clocks change', () => {
    const nights = { days: [7], fromMinute: 60, toMinute: 240 };
    const start = Date.parse('2026-03-29T01:00+01:00');
    expect(new Date(addWorkingMinutes(start, 120, nights, berlin)).toISOString()).toBe('2026-03-29T02:00:00.000Z');
    expect(workingMinutesBetween(start, start + 86_400_000, nights, berlin)).toBe(120);
    const autumn = Date.parse('2026-10-25T01:00+02:00');
    expect(workingMinutesBetween(autumn, autumn + 86_400_000, nights, berlin)).toBe(240);
  });

  it('refuses hours that hold no time', () => {
    expect(() => addWorkingMinutes(0, 1, { ...office, days: [] }, berlin)).toThrow(RangeError);
    expect(() => workingMinutesBetween(0, 1, { ...office, toMinute: 540 }, berlin)).toThrow(RangeError);
  });
});

describe('for any start, hours and zone', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'UTC',
  ];
  const starts = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2032, 0, 1) });
  const hours = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 1300 }),
      fc.integer({ min: 30, max: 140 }),
    )
    .map(([days, fromMinute, length]) => ({ days, fromMinute, toMinute: fromMinute + length }));

  it('adding and then counting gives the minutes back', () => {
    fc.assert(
      fc.property(
        starts,
        fc.integer({ min: 0, max: 2000 }),
        hours,
        fc.constantFrom(...zones),
        (start, minutes, when, zone) => {
          const end = addWorkingMinutes(start, minutes, when, zone);
          expect(workingMinutesBetween(start, end, when, zone)).toBe(minutes);
        },
      ),
    );
  });

  it('the next working moment is working time, the first there is', () => {
    fc.assert(
      fc.property(starts, hours, fc.constantFrom(...zones), (start, worked, zone) => {
        const next = nextWorkingMoment(start, worked, zone)!;
        expect([next >= start, isWorkingMoment(next, worked, zone)]).toEqual([true, true]);
        if (next > start) expect(isWorkingMoment(next - 1, worked, zone)).toBe(false);
        expect(workingMinutesBetween(start, next, worked, zone)).toBe(0);
      }),
    );
  });

  it('adding twice is adding the sum, and nobody is due earlier by working more', () => {
    const minutes = fc.integer({ min: 0, max: 800 });
    fc.assert(
      fc.property(starts, minutes, minutes, fc.constantFrom(...zones), (start, a, b, zone) => {
        const once = addWorkingMinutes(start, a + b, office, zone);
        expect(addWorkingMinutes(addWorkingMinutes(start, a, office, zone), b, office, zone)).toBe(once);
        expect(once).toBeGreaterThanOrEqual(addWorkingMinutes(start, a, office, zone));
      }),
    );
  });
});
