import { localDay, startOfLocalDay } from '@zo/shared';
import fc from 'fast-check';
import { DateTime } from 'luxon';

const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
);
const from = Date.UTC(2000, 0, 1);
const moment = fc.integer({ min: from, max: Date.UTC(2031, 0, 1) });

/** The calendar date as luxon sees it, as a day number. */
function dayByLuxon(ms: number, timeZone: string): number {
  const { year, month, day } = DateTime.fromMillis(ms, { zone: timeZone });
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

it('agrees with the calendar date of another library at any moment in any zone', () => {
  fc.assert(
    fc.property(moment, zone, (ms, timeZone) => {
      expect(localDay(ms, timeZone)).toBe(dayByLuxon(ms, timeZone));
    }),
    { numRuns: 2000 },
  );
});

it('agrees around every change of the clocks', () => {
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: 2000, max: 2030 }),
      fc.integer({ min: -90, max: 90 }),
      (timeZone, year, shift) => {
        for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += 86_400_000 / 2) {
          const changes =
            DateTime.fromMillis(ms, { zone: timeZone }).offset !==
            DateTime.fromMillis(ms + 86_400_000 / 2, { zone: timeZone }).offset;
          if (!changes) continue;
          const moments = [ms, ms + 3_600_000 * 6 + shift * 60_000, ms + 3_600_000 * 12 + shift * 60_000];
          for (const at of moments) expect(localDay(at, timeZone)).toBe(dayByLuxon(at, timeZone));
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('starts a day at its first moment', () => {
  fc.assert(
    fc.property(moment, zone, (ms, timeZone) => {
      const day = localDay(ms, timeZone);
      const start = startOfLocalDay(day, timeZone);
      expect(localDay(start, timeZone)).toBe(day);
      expect(localDay(start - 1, timeZone)).toBeLessThan(day);
      expect(start).toBeLessThanOrEqual(ms);
    }),
    { numRuns: 1000 },
  );
});

it('starts a day at one o’clock where the clocks skip midnight', () => {
  const day = Date.UTC(2018, 10, 4) / 86_400_000;
  expect(new Date(startOfLocalDay(day, 'America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
});

it('starts a date that a zone skipped where the next one starts', () => {
  const skipped = Date.UTC(2011, 11, 30) / 86_400_000;
  expect(startOfLocalDay(skipped, 'Pacific/Apia')).toBe(startOfLocalDay(skipped + 1, 'Pacific/Apia'));
});

it('refuses an unknown zone', () => {
  expect(() => localDay(0, 'Mars/Olympus')).toThrow(RangeError);
});
