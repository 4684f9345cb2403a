import { parseQuietHours, printQuietHours } from '@zo/shared';
import fc from 'fast-check';

function answer(text: string): string {
  const parsed = parseQuietHours(text);
  return parsed.ok ? printQuietHours(parsed.value) : parsed.problems.map(({ message }) => message).join();
}

describe('quiet hours', () => {
  it('are minutes of the local day', () => {
    expect(parseQuietHours('18:30-8')).toEqual({ ok: true, value: { fromMinute: 1110, toMinute: 480 } });
  });

  it.each([
    ['20-7', '20:00-7:00'],
    [' 18:30 – 8 ', '18:30-8:00'],
    ['12-13', '12:00-13:00'],
    ['07:00-08:05', '7:00-8:05'],
    ['22-24', '22:00-0:00'],
    ['0-6', '0:00-6:00'],
    ['None', 'none'],
    ['', 'These are not quiet hours'],
    ['20', 'These are not quiet hours'],
    ['20-7-8', 'These are not quiet hours'],
    ['8pm-7am', 'These are not quiet hours'],
    ['20:60-7', 'These are not quiet hours'],
    ['20-25', 'A day has 24 hours'],
    ['24-7', 'A day has 24 hours'],
    ['20-24:30', 'A day has 24 hours'],
    ['7-7', 'Quiet hours end at another time than they begin'],
    ['0-24', 'Quiet hours end at another time than they begin'],
  ])('%j: %s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });

  it('with a mistake are pointed at as a whole, with what to write', () => {
    expect(parseQuietHours('at night')).toEqual({
      ok: false,
      problems: [
        {
          message: 'These are not quiet hours',
          span: { line: 1, column: 1, length: 8 },
          suggestion: '"20-7", "18:30-8" or "none"',
        },
      ],
    });
  });

  it('are read as what was printed', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const spans = fc.record({ fromMinute: minute, toMinute: minute });
    fc.assert(
      fc.property(fc.option(spans), (hours) => {
        fc.pre(hours === null || hours.fromMinute !== hours.toMinute);
        expect(parseQuietHours(printQuietHours(hours))).toEqual({ ok: true, value: hours });
      }),
    );
  });
});
