import {
  activeUsers,
  companyChangeMatters,
  computeScore,
  contactValues,
  type Definition,
  type Expression,
  evaluateReadiness,
  nextChangeDay,
  nextCompanyChangeDay,
  printDefinition,
  readinessFacts,
  readinessWords,
  type ScoreLine,
  type Usage,
} from '@zo/shared';
import fc from 'fast-check';
import { anyExpression, timedCondition, treesOf } from '../support/definition-arbitrary.ts';
import { returnRule } from '../support/rules.ts';
import {
  anyDayCounts,
  anyScoreLine,
  anyUsage,
  dayOf,
  noonOf,
  signalOn,
  today,
  usageOf,
} from '../support/usage-arbitrary.ts';

const horizon = 400;
const definition: Definition = definitionOf({
  kind: 'and',
  operands: [
    {
      kind: 'comparison',
      property: { object: 'contact', name: 'zo_pql_score', type: 'number' },
      operator: '>=',
      value: 50,
    },
    {
      kind: 'comparison',
      property: { object: 'contact', name: 'zo_key_actions_7d', type: 'number' },
      operator: '>',
      value: 3,
    },
  ],
});
const profile = { userId: 'u1', plan: 'free', emailDomainType: 'business' as const };

function definitionOf(expression: Expression): Definition {
  return { subject: 'a free user', expression, sentence: printDefinition(expression) };
}

/** Everything HubSpot would be told on a day. */
function valuesOn(day: number, score: ScoreLine[], usage: Usage): string {
  const computed = computeScore(score, usage, day, dayOf);
  const facts = readinessFacts({ profile, usage, scorePoints: computed.points, company: null, today: day });
  const readiness = evaluateReadiness(definition, facts);
  return JSON.stringify({ readiness, ...contactValues({ profile, usage, score: computed, readiness, today: day }) });
}

function firstDayThat(isDifferent: (day: number) => boolean): number | null {
  for (let day = today + 1; day <= today + horizon; day++) if (isDifferent(day)) return day;
  return null;
}

describe('nextChangeDay', () => {
  it('is the first day on which looking every day would find other values', () => {
    fc.assert(
      fc.property(fc.array(anyScoreLine, { maxLength: 5 }), anyUsage, (score, usage) => {
        const now = valuesOn(today, score, usage);
        const looked = firstDayThat((day) => valuesOn(day, score, usage) !== now);
        expect(nextChangeDay({ score }, usage, today, dayOf)).toBe(looked);
      }),
      { numRuns: 300 },
    );
  });

  it('is found for the signals and moments a definition asks for, too', () => {
    const anyTimed = treesOf(timedCondition, 1).map(definitionOf);
    fc.assert(
      fc.property(anyTimed, anyUsage, (timed, usage) => {
        const conditionsOn = (day: number) => {
          const facts = readinessFacts({ profile, usage, scorePoints: 0, company: null, today: day, dayOf });
          const counts = [facts.contact.zo_key_actions_7d, facts.contact.zo_teammates_invited_30d];
          return JSON.stringify([counts, evaluateReadiness(timed, facts)]);
        };
        const now = conditionsOn(today);
        const looked = firstDayThat((day) => conditionsOn(day) !== now);
        expect(nextChangeDay({ score: [], definition: timed }, usage, today, dayOf)).toBe(looked);
      }),
      { numRuns: 300 },
    );
  });

  const inactive: ScoreLine = { kind: 'inactive', points: -15, forDays: 14, text: '' };
  it.each<[string, Partial<Usage>, number | null]>([
    ['a key action leaves the 7 days', { signals: { 'key action': signalOn([today - 1, 1]) } }, today + 6],
    ['inactivity begins', { lastActiveAt: noonOf(today - 3) }, today + 11],
    ['inactivity began already', { lastActiveAt: noonOf(today - 30) }, null],
    ['activation never leaves', { signals: { activated: signalOn([today, 1]) } }, null],
  ])('%s', (_, usage, day) => {
    expect(nextChangeDay({ score: [inactive] }, usageOf(usage), today, dayOf)).toBe(day);
  });
});

describe('company activity', () => {
  it('counts people last active today or in the 29 days before', () => {
    const lastActiveDays: [number, number][] = [
      [today - 30, 1],
      [today - 29, 2],
      [today, 4],
      [today + 1, 8],
    ];
    expect(activeUsers({ lastActiveDays }, today)).toBe(6);
  });

  it('changes next on the first day on which looking every day would find another count', () => {
    fc.assert(
      fc.property(anyDayCounts, (lastActiveDays) => {
        const usage = { lastActiveDays };
        const now = activeUsers(usage, today);
        expect(nextCompanyChangeDay(usage, today)).toBe(firstDayThat((day) => activeUsers(usage, day) !== now));
      }),
    );
  });

  it('matters exactly when a member can read a difference', () => {
    const count = fc.option(fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(anyExpression, count, count, (expression, before, after) => {
        const changed = definitionOf(expression);
        const read = (active: number | null) => {
          const company = { companyId: 'c', activeUsers: active };
          const readiness = evaluateReadiness(
            changed,
            readinessFacts({ profile, usage: usageOf({}), scorePoints: 0, company, today }),
          );
          return [readinessWords(readiness), readiness.ready];
        };
        const matters = companyChangeMatters({ definition: changed }, before, after);
        const differs = JSON.stringify(read(before)) !== JSON.stringify(read(after));
        expect(matters || !differs).toBe(true);
        if (before === after) expect(matters).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  const twoActive = definitionOf({
    kind: 'comparison',
    property: { object: 'company', name: 'zo_company_active_users', type: 'number' },
    operator: '>=',
    value: 2,
  });
  it.each([
    [1, 2, true],
    [0, 1, true],
    [null, 0, true],
    [2, 3, false],
    [9, 2, false],
  ])('from %p to %p active users, with 2 needed: %p', (before, after, matters) => {
    expect(companyChangeMatters({ definition: twoActive }, before, after)).toBe(matters);
  });

  it('matters to the return of a handoff, too', () => {
    const rule = { ...returnRule('14 days without AE activity AND zo_company_active_users < 5'), channel: null };
    expect(companyChangeMatters({ definition: twoActive, return: rule }, 5, 4)).toBe(true);
    expect(companyChangeMatters({ definition: twoActive, return: rule }, 9, 8)).toBe(false);
  });
});
