import { type DayCounts, emptyUsage, keptDays, type ScoreLine, type SignalUsage, type Usage } from '@zo/shared';
import fc from 'fast-check';

export const dayMs = 86_400_000;
/** Local days in UTC: enough for what counts days only. */
export const dayOf = (ms: number) => Math.floor(ms / dayMs);
export const today = 20_000;

export const signalNames = ['activated', 'key action', 'teammate invited', 'visited pricing'];

/** Noon of a day. */
export function noonOf(day: number): number {
  return day * dayMs + dayMs / 2;
}

export function signalOn(...days: DayCounts): SignalUsage {
  const sorted = [...days].sort((a, b) => a[0] - b[0]);
  return {
    total: sorted.reduce((sum, [, count]) => sum + count, 0),
    firstAt: noonOf(sorted[0]![0]),
    lastAt: noonOf(sorted.at(-1)![0]),
    lastEvent: 'Something Done',
    days: sorted,
  };
}

export function usageOf(given: Partial<Usage>): Usage {
  return { ...emptyUsage(), ...given };
}

/** Days up to `today` and, for streams that ran ahead of the clock, two after it. */
export const anyDayCounts: fc.Arbitrary<DayCounts> = fc
  .uniqueArray(fc.integer({ min: today - keptDays, max: today + 2 }), { minLength: 1, maxLength: 12 })
  .chain((days) =>
    fc
      .array(fc.integer({ min: 1, max: 20 }), { minLength: days.length, maxLength: days.length })
      .map((counts) => days.sort((a, b) => a - b).map((day, index): [number, number] => [day, counts[index]!])),
  );

export const anyUsage: fc.Arbitrary<Usage> = fc
  .record({
    signals: fc.dictionary(
      fc.constantFrom(...signalNames),
      anyDayCounts.map((days) => signalOn(...days)),
    ),
    lastActiveDay: fc.option(fc.integer({ min: today - 120, max: today })),
    firstSeenDay: fc.option(fc.integer({ min: today - 200, max: today - 100 })),
  })
  .map(({ signals, lastActiveDay, firstSeenDay }) =>
    usageOf({
      signals,
      lastActiveAt: lastActiveDay === null ? null : noonOf(lastActiveDay),
      firstSeenAt: firstSeenDay === null ? null : noonOf(firstSeenDay),
    }),
  );

const points = fc.integer({ min: -40, max: 40 }).map((value) => value || 1);
const windowDays = fc.option(fc.integer({ min: 1, max: keptDays }));
const signal = fc.constantFrom(...signalNames);

export const anyScoreLine: fc.Arbitrary<ScoreLine> = fc.oneof(
  fc.record({ kind: fc.constant('when' as const), points, signal, windowDays, text: fc.constant('') }),
  fc.record({
    kind: fc.constant('per' as const),
    points,
    signal,
    windowDays,
    upTo: fc.option(fc.integer({ min: 1, max: 60 })),
    text: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('inactive' as const),
    points,
    forDays: fc.integer({ min: 1, max: 120 }),
    text: fc.constant(''),
  }),
);
