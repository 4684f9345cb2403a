import { snoozeUntil } from '../../../../backend/handoff/commands/snooze-until.ts';

const berlin = 'Europe/Berlin';
const until = (choice: Parameters<typeof snoozeUntil>[0], now: string) =>
  new Date(snoozeUntil(choice, berlin, Date.parse(now))).toISOString();

it('an hour is an hour, also while the clocks change', () => {
  expect(until('1 hour', '2026-03-29T01:30:00+01:00')).toBe('2026-03-29T01:30:00.000Z');
});

it.each([
  ['in the morning', '2026-03-10T07:00:00+01:00'],
  ['at night', '2026-03-10T23:59:00+01:00'],
])('tomorrow is at 9:00 of the next day, asked for %s', (_when, now) => {
  expect(until('tomorrow', now)).toBe('2026-03-11T08:00:00.000Z');
});

describe('three days are three calendar days on, at the same time by the clock on the wall', () => {
  it.each([
    ['on an ordinary day', '2026-03-10T10:17:00+01:00', '2026-03-13T09:17:00.000Z'],
    ['over the day the clocks go forward', '2026-03-27T10:17:00+01:00', '2026-03-30T08:17:00.000Z'],
    ['on the day the clocks go forward', '2026-03-29T10:17:00+02:00', '2026-04-01T08:17:00.000Z'],
    ['before they went forward that day', '2026-03-29T01:17:00+01:00', '2026-03-31T23:17:00.000Z'],
    ['over the day the clocks go back', '2026-10-23T10:17:00+02:00', '2026-10-26T09:17:00.000Z'],
    ['on the day the clocks go back', '2026-10-25T10:17:00+01:00', '2026-10-28T09:17:00.000Z'],
  ])('%s', (_which, now, then) => {
    expect(until('3 days', now)).toBe(then);
  });
});
