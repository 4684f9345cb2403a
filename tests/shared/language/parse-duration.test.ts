import {
  type Parsed,
  parseHours,
  parseWholeNumber,
  parseWorkingDuration,
  printHours,
  printWorkingMinutes,
} from '@zo/shared';
import fc from 'fast-check';

function answer<T>(parsed: Parsed<T>): (T | string | undefined)[] {
  return parsed.ok ? [parsed.value] : parsed.problems.flatMap(({ message, suggestion }) => [message, suggestion]);
}

describe('hours by the clock', () => {
  it.each([
    ['24 hours', [24]],
    [' 1  Hour ', [1]],
    ['2 days', [48]],
    ['1 day', [24]],
    ['7 days', [168]],
    ['', ['This is not a number of hours', '"24 hours"']],
    ['24', ['This is not a number of hours', '"24 hours"']],
    ['a day', ['This is not a number of hours', '"24 hours"']],
    ['30 minutes', ['This is not a number of hours', '"24 hours"']],
    ['24 hours long', ['This is not a number of hours', '"24 hours"']],
    ['0 hours', ['Must be a whole number of hours from 1 to 168', '"1 hour"']],
    ['1.5 hours', ['Must be a whole number of hours from 1 to 168', '"2 hours"']],
    ['8 days', ['Must be a whole number of hours from 1 to 168', '"168 hours"']],
  ])('%j: %j', (text, expected) => {
    expect(answer(parseHours(text, 168))).toEqual(expected);
  });

  it('are read as what was printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 168 }), (hours) => {
        expect(parseHours(printHours(hours), 168)).toEqual({ ok: true, value: hours });
      }),
    );
  });
});

describe('working time', () => {
  it.each([
    [1, '1 working minute'],
    [60, '1 working hour'],
    [90, '90 working minutes'],
    [480, '8 working hours'],
  ])('of %d minutes is printed as %s', (minutes, words) => {
    expect(printWorkingMinutes(minutes)).toBe(words);
  });

  it('is read as what was printed, however long a working day is', () => {
    const minutes = fc.integer({ min: 1, max: 30 * 24 * 60 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 1440 }), (length, perDay) => {
        expect(parseWorkingDuration(printWorkingMinutes(length), perDay)).toEqual({ ok: true, value: length });
      }),
    );
  });
});

it.each([
  ['0', [0]],
  [' 10 ', [10]],
  ['11', ['Must be a whole number from 0 to 10', '10']],
  ['-1', ['Must be a whole number from 0 to 10', '0']],
  ['2.5', ['Must be a whole number from 0 to 10', '0']],
  ['two', ['Must be a whole number from 0 to 10', '0']],
  ['', ['Must be a whole number from 0 to 10', '0']],
  ['1234567890', ['Must be a whole number from 0 to 10', '0']],
])('a whole number %j: %j', (text, expected) => {
  expect(answer(parseWholeNumber(text, { from: 0, to: 10 }))).toEqual(expected);
});
