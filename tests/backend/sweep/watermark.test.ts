import { nextWatermark, overlapMs, sweepFrom } from '../../../backend/sweep/watermark.ts';

const minuteMs = 60_000;
const started = 10 * 60 * minuteMs;

describe('from where the next sweep begins', () => {
  it.each([
    ['at the last change seen, when that was long enough ago', started - 9 * minuteMs, started - 9 * minuteMs],
    ['a little before the sweep, when changes may still be on their way into the search', started, started - overlapMs],
    ['where the last one began, when nothing changed', null, started - 20 * minuteMs],
    ['never further back', started - 30 * minuteMs, started - 20 * minuteMs],
  ])('%s', (_title, lastSeen, expected) => {
    expect(nextWatermark(started - 20 * minuteMs, started, lastSeen)).toBe(expected);
  });

  it('goes back a day the first time: that long a value is believed without being read again', () => {
    expect(sweepFrom(null, started + 24 * 60 * minuteMs)).toBe(started);
    expect(sweepFrom(5, started)).toBe(5);
  });
});
