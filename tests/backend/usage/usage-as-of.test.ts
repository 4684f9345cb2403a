import { computeScore, emptyUsage, localDay, type ScoreLine, startOfLocalDay } from '@zo/shared';
import fc from 'fast-check';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { foldEvent } from '../../../backend/usage/fold-event.ts';
import { exactFrom, usageAsOf } from '../../../backend/usage/usage-as-of.ts';
import { event } from '../../support/events.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { anyScoreLine } from '../../support/usage-arbitrary.ts';

const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;
const dayOf = (ms: number) => localDay(ms, timeZone);
const startOf = (day: number) => startOfLocalDay(day, timeZone);
const days = { dayOf, startOf };

const names = ['Onboarding Completed', 'Report Created', 'Teammate Invited', 'Settings Opened'];
const someEvents = fc.array(
  fc.record({
    name: fc.constantFrom(...names),
    eventAt: fc.integer({ min: 0, max: 260 * dayMs }),
    system: fc.constantFrom(false, false, true),
    type: fc.constantFrom('track' as const, 'track' as const, 'identify' as const),
  }),
  { maxLength: 60, size: 'max' },
);

function fold(events: ReturnType<typeof event>[], lines: ScoreLine[]) {
  const rules = compileRules({ playbook: acmePlaybook({ score: lines }), timeZone });
  const usage = emptyUsage();
  for (const one of events) foldEvent(usage, one, dayOf(one.eventAt), rules);
  return { usage, keptDays: rules.keptDays };
}

it('gives the score of every day from which it is exact, as if nothing had happened since', () => {
  let compared = 0;
  fc.assert(
    fc.property(someEvents, fc.array(anyScoreLine, { minLength: 1, maxLength: 5 }), (sent, lines) => {
      const events = sent.map((one) => event({ ...one, name: one.type === 'track' ? one.name : null }));
      const { usage, keptDays } = fold(events, lines);
      const today = dayOf(Math.max(0, ...events.map(({ eventAt }) => eventAt)));
      for (let day = exactFrom(lines, usage, { dayOf, keptDays }); day <= today; day += 1) {
        const then = fold(
          events.filter(({ eventAt }) => dayOf(eventAt) <= day),
          lines,
        ).usage;
        const asOf = usageAsOf(usage, day, days);
        expect([day, computeScore(lines, asOf, day, dayOf)]).toEqual([day, computeScore(lines, then, day, dayOf)]);
        compared += 1;
      }
    }),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

it('is exact for all of the time of somebody whose counts were never dropped', () => {
  const { score } = acmePlaybook();
  const events = [
    event({ name: 'Onboarding Completed', eventAt: 10 * dayMs }),
    event({ name: 'Report Created', eventAt: 60 * dayMs }),
  ];
  const { usage, keptDays } = fold(events, score);
  expect(exactFrom(score, usage, { dayOf, keptDays })).toBe(dayOf(10 * dayMs));
});

it('is exact for the days whose windows lie within the days kept, of somebody who goes back further', () => {
  const { score } = acmePlaybook();
  const events = Array.from({ length: 300 }, (_, day) => event({ name: 'Report Created', eventAt: day * dayMs }));
  const { usage, keptDays } = fold(events, score);
  // 90 days are kept; somebody must be seen for 14 days to be known as inactive.
  expect(exactFrom(score, usage, { dayOf, keptDays })).toBe(dayOf(299 * dayMs) - 89 + 13);
});

it('has nothing of somebody on the days before they came', () => {
  const { usage } = fold([event({ eventAt: 10 * dayMs })], acmePlaybook().score);
  expect(usageAsOf(usage, dayOf(9 * dayMs), days)).toEqual(emptyUsage());
});
