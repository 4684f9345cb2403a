import fc from 'fast-check';
import { nearestRank, spreadOf } from '../../../backend/reports/nearest-rank.ts';

it.each<[values: number[], median: number | null, p90: number | null]>([
  [[], null, null],
  [[7], 7, 7],
  [[9, 1], 1, 9],
  [[3, 1, 2], 2, 3],
  [[4, 3, 2, 1], 2, 4],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10],
  [Array.from({ length: 70 }, (_, index) => index + 1), 35, 63],
])('of %j the median is %s and 90 %% lie within %s', (values, median, p90) => {
  expect(spreadOf(values)).toEqual({ median, p90 });
});

it('is the smallest value that so many percent of all do not exceed', () => {
  const values = fc.array(fc.integer({ min: -5, max: 30 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (some, percent) => {
      const enough = some.filter((value) => 100 * some.filter((one) => one <= value).length >= percent * some.length);
      const ascending = some.toSorted((one, other) => one - other);
      expect(nearestRank(ascending, percent)).toBe(Math.min(...enough));
    }),
  );
});
