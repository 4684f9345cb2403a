import fc from 'fast-check';
import { isoWeek, mondayOf } from '../../../backend/reports/iso-week.ts';

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

it.each([
  ['2026-03-10', '2026-W11', '2026-03-09'],
  ['2026-03-15', '2026-W11', '2026-03-09'],
  ['2026-03-16', '2026-W12', '2026-03-16'],
  ['2026-01-01', '2026-W01', '2025-12-29'],
  ['2020-12-31', '2020-W53', '2020-12-28'],
  ['2021-01-03', '2020-W53', '2020-12-28'],
  ['2021-01-04', '2021-W01', '2021-01-04'],
  ['2024-12-30', '2025-W01', '2024-12-30'],
  ['2028-02-29', '2028-W09', '2028-02-28'],
])('%s lies in %s, which begins on %s', (date, week, monday) => {
  expect([isoWeek(dayOf(date)), mondayOf(dayOf(date))]).toEqual([week, dayOf(monday)]);
});

it('weeks follow one another in the order of their names, seven days each', () => {
  fc.assert(
    fc.property(fc.integer({ min: dayOf('1970-01-01'), max: dayOf('2150-01-01') }), (day) => {
      const days = Array.from({ length: 7 }, (_, index) => mondayOf(day) + index);
      expect(days).toContain(day);
      expect(new Set(days.map(isoWeek)).size).toBe(1);
      expect(isoWeek(mondayOf(day) - 1) < isoWeek(day)).toBe(true);
      expect(isoWeek(mondayOf(day) + 7) > isoWeek(day)).toBe(true);
    }),
  );
});
