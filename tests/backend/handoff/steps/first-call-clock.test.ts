import { workingMinutesBetween } from '@zo/shared';
import fc from 'fast-check';
import type { ClockStep } from '../../../../backend/handoff/handoff.ts';
import {
  type ClockTerms,
  nextClockMoment,
  startClock,
  stepDue,
} from '../../../../backend/handoff/steps/first-call-clock.ts';
import { clockTerms, hourMs, minuteMs, now } from '../../../support/handoffs.ts';

const weekdays = [1, 2, 3, 4, 5];
const officeHours = { days: weekdays, fromMinute: 9 * 60, toMinute: 17 * 60 };

describe('the clock of the first call', () => {
  it('fixes its moments when it starts: half, 80 % and all of the time, then the patience', () => {
    expect(startClock(clockTerms, now)).toEqual({
      startedAt: now,
      halfAt: now + hourMs,
      nearlyAt: now + 96 * minuteMs,
      dueAt: now + 2 * hourMs,
      furtherAt: now + 3 * hourMs,
      done: null,
      askedAt: null,
    });
  });

  const nights = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 6 * 60 };
  it.each<[string, Partial<ClockTerms>, string, string]>([
    ['on Friday afternoon runs on on Monday', {}, '2026-03-13T16:00:00+01:00', '2026-03-16T10:00:00+01:00'],
    ['on Friday evening begins on Monday', {}, '2026-03-13T19:30:00+01:00', '2026-03-16T11:00:00+01:00'],
    [
      'over the weekend of the spring change keeps two hours',
      {},
      '2026-03-27T16:30:00+01:00',
      '2026-03-30T10:30:00+02:00',
    ],
    [
      'over the weekend of the autumn change keeps two hours',
      {},
      '2026-10-23T16:30:00+02:00',
      '2026-10-26T10:30:00+01:00',
    ],
    [
      'in the night that loses an hour counts hours that pass',
      { hours: nights },
      '2026-03-29T01:00:00+01:00',
      '2026-03-29T04:00:00+02:00',
    ],
    [
      'in the night that has one twice counts hours that pass',
      { hours: nights },
      '2026-10-25T01:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
    ],
    [
      'of an AE in New York runs by New York’s morning',
      { zone: 'America/New_York' },
      '2026-03-10T10:00:00+01:00',
      '2026-03-10T11:00:00-04:00',
    ],
    [
      'of an AE in New York knows that the clocks changed there first',
      { zone: 'America/New_York' },
      '2026-03-06T16:30:00-05:00',
      '2026-03-09T10:30:00-04:00',
    ],
    [
      'of an AE in Kathmandu knows its 45 minutes',
      { zone: 'Asia/Kathmandu' },
      '2026-03-10T10:00:00+05:45',
      '2026-03-10T12:00:00+05:45',
    ],
  ])('%s', (_what, change, from, due) => {
    const { dueAt } = startClock({ ...clockTerms, hours: officeHours, ...change }, Date.parse(from));
    expect(new Date(dueAt).toISOString()).toBe(new Date(due).toISOString());
  });

  it('is due when exactly that much working time has passed, whatever the zone, the hours and the clocks’ changes', () => {
    const terms = fc.record({
      minutes: fc.integer({ min: 1, max: 3000 }),
      patienceMinutes: fc.integer({ min: 0, max: 600 }),
      zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'),
      hours: fc
        .record({
          days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
          fromMinute: fc.integer({ min: 0, max: 1380 }),
          length: fc.integer({ min: 60, max: 1440 }),
        })
        .map(({ days, fromMinute, length }) => ({
          days,
          fromMinute,
          toMinute: Math.min(fromMinute + length, 1440),
        })),
    });
    // Both changes of 2026 lie in it, in either hemisphere.
    const starts = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((minute) => Date.UTC(2026, 0, 1) + minute * minuteMs);
    fc.assert(
      fc.property(terms, starts, (is, start) => {
        const clock = startClock(is, start);
        const passed = (at: number) => workingMinutesBetween(start, at, is.hours, is.zone);
        expect([passed(clock.dueAt), passed(clock.furtherAt)]).toEqual([is.minutes, is.minutes + is.patienceMinutes]);
        expect(passed(clock.dueAt - 1)).toBe(is.minutes - 1);
        expect([clock.halfAt, clock.nearlyAt, clock.dueAt, clock.furtherAt]).toEqual(
          [clock.halfAt, clock.nearlyAt, clock.dueAt, clock.furtherAt].toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('its step', () => {
  const clock = startClock(clockTerms, now);

  it.each<[ClockStep | null, ClockStep | null, number]>([
    [null, null, 59],
    ['half', null, 60],
    ['half', null, 95],
    ['nearly', null, 96],
    ['further', null, 600],
    [null, 'half', 95],
    ['due', 'nearly', 120],
    [null, 'due', 179],
    ['further', 'due', 180],
    [null, 'further', 600],
  ])('is %s, after %s, when %d minutes have passed, however long nobody looked', (step, done, minutes) => {
    expect(stepDue({ ...clock, done }, now + minutes * minuteMs)).toBe(step);
  });

  it.each<[ClockStep | null, number | null]>([
    [null, clock.halfAt],
    ['half', clock.nearlyAt],
    ['nearly', clock.dueAt],
    ['due', clock.furtherAt],
    ['further', null],
  ])('after %s comes at its own moment', (done, at) => {
    expect(nextClockMoment({ ...clock, done })).toBe(at);
    expect(nextClockMoment(null)).toBeNull();
  });
});
