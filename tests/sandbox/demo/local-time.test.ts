import fc from 'fast-check';
import { calendarDaysLater, localMoment, nextTuesdayAtTen, showLocal } from '../../../sandbox/demo/local-time.ts';

const berlin = 'Europe/Berlin';
const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });

describe('the demo begins on a Tuesday at 10:00 in the portal’s zone', () => {
  it('whatever the day and the season', () => {
    fc.assert(
      fc.property(moment, (now) => {
        const start = nextTuesdayAtTen(now, berlin);
        expect(localMoment(start, berlin)).toMatchObject({ weekday: 2, hour: 10, minute: 0 });
        expect(start).toBeGreaterThan(now);
        expect(start - now).toBeLessThanOrEqual(7 * 86_400_000 + 3_600_000);
      }),
    );
  });

  it.each([
    ['2026-11-22T18:00:00Z', 'Tue 24 Nov 2026, 10:00'],
    ['2026-11-24T08:59:00Z', 'Tue 24 Nov 2026, 10:00'],
    ['2026-11-24T09:00:00Z', 'Tue 1 Dec 2026, 10:00'],
    ['2026-06-30T23:00:00Z', 'Tue 7 Jul 2026, 10:00'],
  ])('from %s it is %s', (now, shown) => {
    expect(showLocal(nextTuesdayAtTen(Date.parse(now), berlin), berlin)).toBe(shown);
  });
});

it('calendar days later it is the same time on the wall, also when the clocks change in between', () => {
  const beforeWinterTime = Date.parse('2026-10-20T08:00:07Z');
  expect(showLocal(beforeWinterTime, berlin)).toBe('Tue 20 Oct 2026, 10:00');
  const later = calendarDaysLater(beforeWinterTime, 14, berlin);
  expect(showLocal(later, berlin)).toBe('Tue 3 Nov 2026, 10:00');
  expect(later - beforeWinterTime).toBe(14 * 86_400_000 + 3_600_000);
});
