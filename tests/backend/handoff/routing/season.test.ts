import { shortfall } from '../../../../backend/handoff/routing/fairness.ts';
import { fairIdeal } from '../../../support/fair-ideal.ts';
import { dayMs, now, today } from '../../../support/handoffs.ts';
import { playSeason, salesTeam } from '../../../support/sales-season.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const handoffs = 10_000;

type Furthest = { fromIdeal: number; withNothingWrittenOff: number; byContinuity: number; whys: Set<string> };

/** A season of so many handoffs; of everybody's every moment in it, the furthest that anybody was from their ideal. */
function furthestOf(seed: number, hasTerritories: boolean): Furthest {
  const team = salesTeam(today, dayMs, now, hasTerritories);
  const ideal = fairIdeal();
  const seen: Furthest = { fromIdeal: 0, withNothingWrittenOff: 0, byContinuity: 0, whys: new Set() };
  playSeason({
    ...{ team, handoffs, startsAt: now, byContinuity: 0.3, random: seededRandom(seed) },
    each: ({ assignment }) => {
      const { turn, candidates, question, owner } = assignment;
      if (turn === undefined) {
        seen.byContinuity += 1;
        expect(question.standings![owner.email]!.awayBy).not.toBe('leave');
        return;
      }
      for (const { why } of candidates) seen.whys.add(why.replaceAll(/\d+/g, 'n'));
      const due = question.pool
        .map((email) => ({ email, ...question.standings![email]! }))
        .filter(({ outside, away, awayBy }) => outside === null && (away === null || awayBy === 'cap'))
        .map(({ email, weight, away }) => ({ email, weight, isAtCap: away !== null }));
      ideal.give(due, turn.chosen);
      seen.fromIdeal = Math.max(
        seen.fromIdeal,
        ...Object.values(turn.after).map((entry) => Math.abs(shortfall(entry))),
      );
      seen.withNothingWrittenOff = Math.max(
        seen.withNothingWrittenOff,
        ...Array.from(ideal.shortfalls().values(), Math.abs),
      );
    },
  });
  return seen;
}

describe('a season of 10,000 handoffs with weights, zones, hours, leave, caps, joiners, leavers and continuity', () => {
  it.each([
    ['without territories', 1, false],
    ['without territories', 4, false],
    ['with two that overlap', 1, true],
  ])('%s, nobody is more than one from the ideal: season %i', (title, seed, hasTerritories) => {
    const { fromIdeal, withNothingWrittenOff, byContinuity, whys } = furthestOf(seed, hasTerritories);
    process.stdout.write(
      `Season ${seed} ${title}: ${fromIdeal.toFixed(3)} from the ideal, ` +
        `${withNothingWrittenOff.toFixed(3)} with nothing written off; ${byContinuity} by continuity.\n`,
    );
    expect(fromIdeal).toBeLessThanOrEqual(1);
    expect(withNothingWrittenOff).toBeLessThan(1.4);
    expect(byContinuity).toBeGreaterThan(0.25 * handoffs);
    const reasons = [...whys].join('\n');
    for (const why of ['on leave from', 'outside of their working hours', 'has had n today', 'has n open'])
      expect(reasons).toContain(why);
    expect(reasons.includes('outside of their territory')).toBe(hasTerritories);
  });
});
