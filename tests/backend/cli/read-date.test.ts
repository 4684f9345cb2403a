import { InvalidArgumentError } from 'commander';
import { readDate, readLocalDate } from '../../../backend/cli/read-date.ts';

it('reads a day or a moment in ISO 8601, in UTC unless it says otherwise', () => {
  expect(readDate('2026-03-01')).toBe(Date.UTC(2026, 2, 1));
  expect(readDate('2026-03-01T10:00')).toBe(Date.UTC(2026, 2, 1, 10));
  expect(readDate('2026-03-01T10:00:00+01:00')).toBe(Date.UTC(2026, 2, 1, 9));
});

it('reads a day of the portal, and a moment as the one it is', () => {
  expect(readLocalDate('2026-03-01')('Europe/Berlin')).toBe(Date.UTC(2026, 1, 28, 23));
  expect(readLocalDate('2026-03-01T10:00:00Z')('Europe/Berlin')).toBe(Date.UTC(2026, 2, 1, 10));
});

describe.each([
  ['readDate', readDate],
  ['readLocalDate', readLocalDate],
])('%s', (_name, read) => {
  it.each(['2026-02-30', '2025-02-29', '2026-02-30T10:00:00Z', '2026-13-01', '1 March', '', '1767225600000'])(
    'refuses %j and says what a date is',
    (text) => {
      expect(() => read(text)).toThrow(InvalidArgumentError);
      expect(() => read(text)).toThrow('It must be a day of the calendar such as 2026-02-01, or a moment in ISO 8601.');
    },
  );
});
