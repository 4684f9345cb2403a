import {
  nearestName,
  type Parsed,
  parseDays,
  parseScoreLine,
  parseWorkingDuration,
  parseWorkingHours,
  printScoreLine,
} from '@zo/shared';
import fc from 'fast-check';
import { anyScoreLine, signalNames } from '../../support/usage-arbitrary.ts';

/** The value, or the first problem as "column: message". */
function answer(parsed: Parsed<unknown>): unknown {
  return parsed.ok ? parsed.value : `${parsed.problems[0]!.span.column}: ${parsed.problems[0]!.message}`;
}

describe('score lines', () => {
  const signals = ['activated', 'key action', 'visited pricing'];

  it.each([
    ['+25 when activated', { kind: 'when', points: 25, signal: 'activated', windowDays: null }],
    [
      '+12 when visited pricing in the last 14 days',
      { kind: 'when', points: 12, signal: 'visited pricing', windowDays: 14 },
    ],
    [
      '+2 per key action in the last 7 days, up to 30',
      { kind: 'per', points: 2, signal: 'key action', windowDays: 7, upTo: 30 },
    ],
    ['+2 per key action', { kind: 'per', points: 2, signal: 'key action', windowDays: null, upTo: null }],
    ['-2 per key action, up to -10', { kind: 'per', points: -2, signal: 'key action', windowDays: null, upTo: 10 }],
    [
      '+1 per key action in the last 1 day',
      { kind: 'per', points: 1, signal: 'key action', windowDays: 1, upTo: null },
    ],
    ['-15 when inactive for 14 days', { kind: 'inactive', points: -15, forDays: 14 }],
  ])('%s', (text, line) => {
    expect(parseScoreLine(text, signals)).toEqual({ ok: true, value: { ...line, text } });
  });

  it.each([
    ['−15  When  Inactive for 14 Days', '-15 when inactive for 14 days'],
    ['+2 per KEY  ACTION in the last 7 days up to 30', '+2 per key action in the last 7 days, up to 30'],
  ])('%s is printed as %s', (text, canonical) => {
    expect(parseScoreLine(text, signals)).toMatchObject({ value: { text: canonical } });
  });

  it.each([
    ['', '1: A score line begins with its points'],
    ['25 when activated', '1: Points begin with + or -'],
    ['+0 when activated', '2: Points are a whole number from 1 to 1000'],
    ['+1.5 when activated', '2: Points are a whole number from 1 to 1000'],
    ['+25 if activated', '5: "when" or "per" is missing before "if"'],
    ['+25 when', '9: The name of a signal is missing before the end of the text'],
    ['+25 when activatd', '10: There is no signal "activatd"'],
    ['+25 when activated in the last 91 days', '32: Must be a whole number of days from 1 to 90'],
    ['+25 when activated in the last 7 hours', '34: "days" is missing before "hours"'],
    ['+25 when activated, up to 30', '19: Nothing more can follow, but here is ","'],
    ['+2 per key action, at most 30', '20: "up to" is missing before "at"'],
    ['+2 per key action, up to many', '26: "up to" takes a whole number of points from 1 to 1000'],
    ['+25 when inactive for ever', '23: A number of days is missing before "ever"'],
    ['+5 when constructor', '9: There is no signal "constructor"'],
  ])('%j: %s', (text, problem) => {
    expect(answer(parseScoreLine(text, signals))).toBe(problem);
  });

  it('reads what it prints', () => {
    fc.assert(
      fc.property(anyScoreLine, (line) => {
        const text = printScoreLine(line);
        expect(parseScoreLine(text, signalNames)).toEqual({ ok: true, value: { ...line, text } });
      }),
    );
  });
});

describe('durations and working hours', () => {
  it.each([
    ['2 working hours', 120],
    ['1 working hour', 60],
    ['30 minutes', 30],
    ['1.5 hours', 90],
    ['1 working day', 480],
    ['', '1: This is not a length of working time'],
    ['two hours', '1: This is not a length of working time'],
    ['2 fortnights', '3: This is not a length of working time'],
    ['2 constructors', '3: This is not a length of working time'],
    ['2 hours later', '3: This is not a length of working time'],
    ['0 hours', '1: Must be between 1 minute and 30 days'],
    ['99999 hours', '1: Must be between 1 minute and 30 days'],
  ])('%j of working time is %p', (text, expected) => {
    expect(answer(parseWorkingDuration(text, 480))).toBe(expected);
  });

  it.each([
    ['30 days', 30],
    ['1 day', 1],
    ['366 days', '1: Must be a whole number of days from 1 to 365'],
    ['30', '3: "days" is missing before the end of the text'],
    ['30 days or so', '9: Nothing can follow the number of days, but here is "or"'],
  ])('%j is %p calendar days', (text, expected) => {
    expect(answer(parseDays(text, 365))).toBe(expected);
  });

  it.each([
    ['Mon-Fri 9-17', { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 }],
    ['mon – thu, Saturday 8:30-16:00', { days: [1, 2, 3, 4, 6], fromMinute: 510, toMinute: 960 }],
    ['Sat-Mon 0-24', { days: [1, 6, 7], fromMinute: 0, toMinute: 1440 }],
    ['Mon-Fri 17-9', '1: Working hours end on the same day, after they begin'],
    ['Mon-Fri', '1: These are not working hours, at the end of the text'],
    ['9-17', '1: These are not working hours, at "-"'],
    ['Mon 9:75-17', '1: These are not working hours, at "-"'],
  ])('%j are the working hours %p', (text, expected) => {
    expect(answer(parseWorkingHours(text))).toEqual(expected);
  });
});

describe('nearestName', () => {
  const known = ['zo_pql_score', 'zo_plan', 'zo_company_active_users'];
  it.each([
    ['zo_plann', 'zo_plan'],
    ['zo_score', 'zo_pql_score'],
    ['zo_company_users', 'zo_company_active_users'],
    ['completely different', null],
    ['', null],
    ['x', null],
  ])('%j is nearest to %p', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  it('two letters that changed places are one mistake, and a name of three letters may have one', () => {
    expect(nearestName('wieght', ['email', 'weight'])).toBe('weight');
    expect(nearestName('pge', ['event', 'page'])).toBe('page');
    expect(nearestName('foo', ['event', 'page'])).toBeNull();
  });
});
