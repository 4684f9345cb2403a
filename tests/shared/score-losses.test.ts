import { computeScore, emptyUsage, type ScoreLine, scoreLosses, type Usage } from '@zo/shared';
import fc from 'fast-check';
import { dayMs, dayOf, now, today } from '../support/handoffs.ts';

const lines: fc.Arbitrary<ScoreLine[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('when' as const),
      points: fc.integer({ min: -20, max: 30 }),
      signal: fc.constantFrom('key action', 'visited pricing'),
      windowDays: fc.option(fc.integer({ min: 1, max: 90 })),
      text: fc.constant('when'),
    }),
    fc.record({
      kind: fc.constant('per' as const),
      points: fc.integer({ min: -3, max: 5 }),
      signal: fc.constantFrom('key action', 'visited pricing'),
      windowDays: fc.option(fc.integer({ min: 1, max: 90 })),
      upTo: fc.option(fc.integer({ min: 1, max: 40 })),
      text: fc.constant('per'),
    }),
    fc.record({
      kind: fc.constant('inactive' as const),
      points: fc.integer({ min: -30, max: -1 }),
      forDays: fc.integer({ min: 1, max: 365 }),
      text: fc.constant('inactive'),
    }),
  ),
  { maxLength: 5 },
);

const usages: fc.Arbitrary<Usage> = fc
  .dictionary(
    fc.constantFrom('key action', 'visited pricing'),
    fc.uniqueArray(fc.nat(89), { minLength: 1, maxLength: 8 }),
  )
  .map((ago) => {
    const usage = emptyUsage();
    for (const [signal, days] of Object.entries(ago)) {
      const ascending = days.toSorted((a, b) => b - a);
      usage.signals[signal] = {
        total: days.length,
        firstAt: now - ascending[0]! * dayMs,
        lastAt: now - ascending.at(-1)! * dayMs,
        lastEvent: signal,
        days: ascending.map((day) => [today - day, 1]),
      };
      usage.firstSeenAt = Math.min(usage.firstSeenAt ?? now, usage.signals[signal].firstAt);
      usage.lastActiveAt = Math.max(usage.lastActiveAt ?? 0, usage.signals[signal].lastAt);
    }
    return usage;
  });

it('what a score will lose is what computing it day by day finds, soonest first', () => {
  fc.assert(
    fc.property(lines, usages, (score, usage) => {
      const pointsOn = (day: number) => computeScore(score, usage, day, dayOf).points;
      const found = Array.from({ length: 460 }, (_, index) => today + 1 + index)
        .map((day) => ({ day, points: pointsOn(day - 1) - pointsOn(day) }))
        .filter(({ points }) => points > 0)
        .slice(0, 3);
      expect(scoreLosses(score, usage, today, dayOf).map(({ day, points }) => ({ day, points }))).toEqual(found);
    }),
    { numRuns: 300 },
  );
});
