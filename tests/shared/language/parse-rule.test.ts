import {
  findImpossible,
  type Group,
  negate,
  parseContractValue,
  parseDefinition,
  parseReturnRule,
  parseReviewRule,
  printExpression,
} from '@zo/shared';
import fc from 'fast-check';
import { anyCondition, treesOf } from '../../support/definition-arbitrary.ts';
import { returnRule } from '../../support/rules.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

const signals = ['key action', 'activated'];

function answer(text: string): string[] {
  const parsed = parseReturnRule(text, { signals });
  return parsed.ok ? [parsed.value.text] : parsed.problems.map(({ message, span }) => `${span.column}: ${message}`);
}

describe('return.when', () => {
  it('is a tree of the definition’s language with the silence of sales', () => {
    expect(parseReturnRule('14 days without AE activity or zo_pql_score < 30')).toEqual({
      ok: true,
      value: {
        when: {
          kind: 'or',
          operands: [
            { kind: 'ae silence', is: true, days: 14 },
            {
              kind: 'comparison',
              property: { object: 'contact', name: 'zo_pql_score', type: 'number' },
              operator: '<',
              value: 30,
            },
          ],
        },
        text: '14 days without AE activity OR zo_pql_score < 30',
      },
    });
  });

  it('joins what sales, the score and the product say', () => {
    const worked = '14 days without AE activity OR zo_pql_score < 30';
    for (const idle of ['fewer than 1 key action in the last 14 days', 'no key action in the last 14 days']) {
      expect(returnRule(`${worked} OR ${idle}`).when).toEqual({
        kind: 'or',
        operands: [
          ...(returnRule(worked).when as Group).operands,
          { kind: 'signal', signal: 'key action', operator: '<', count: 1, windowDays: 14 },
        ],
      });
    }
  });

  it.each([
    ['2 weeks without  ae activity', '14 days without AE activity'],
    ['1 day without AE activity', '1 day without AE activity'],
    ['at least 14 days without AE activity', '14 days without AE activity'],
    ['no AE activity in the last 14 days', '14 days without AE activity'],
    ['no AE activity for 14 days', '14 days without AE activity'],
    ['NOT 14 days without AE activity', 'fewer than 14 days without AE activity'],
    ['less than 14 days without AE activity', 'fewer than 14 days without AE activity'],
    ['fewer than 2 key actions in the last 14 days', 'fewer than 2 key actions in the last 14 days'],
    ['fewer than 1 key action in the last 14 days', 'no key action in the last 14 days'],
    ['less than 1 key action within the last 2 weeks', 'no key action in the last 14 days'],
    ['no key actions in the last 14 days', 'no key action in the last 14 days'],
    [
      '14 days without AE activity OR zo_pql_score < 30 OR fewer than 1 key action in the last 14 days',
      '14 days without AE activity OR zo_pql_score < 30 OR no key action in the last 14 days',
    ],
    ['score is below 30 OR zo_plan is not free', null],
    ['zo_pql_score > 30', 'zo_pql_score > 30'],
    [
      '(14 days without AE activity AND zo_pql_score < 50) OR company number of employees < 10',
      '(14 days without AE activity AND zo_pql_score < 50) OR company numberofemployees < 10',
    ],
  ])('%j reads %j', (text, printed) => {
    if (printed === null) expect(parseReturnRule(text, { signals }).ok).toBe(false);
    else expect(answer(text)).toEqual([printed]);
  });

  it.each([
    ['', '1: There is no condition here'],
    ['14 days', '8: "without AE activity" is missing before the end of the text'],
    ['14 days without AE', '9: "without AE activity" is missing before "without"'],
    ['400 days without AE activity', '1: Must be a whole number of days from 1 to 365'],
    [
      '14 days without AE activity AND zo_pql_score < 30 OR activated',
      '51: AND and OR stand side by side, which can be read in two ways',
    ],
    ['zo_pql_score > 100', '1: '],
    ['zo_pql_scor < 30', '1: There is no property "zo_pql_scor"'],
    ['14 days without AE activity AND fewer than 10 days without AE activity', '33: Nobody can meet'],
  ])('%j: %s', (text, problem) => {
    expect(answer(text)[0]).toContain(problem);
  });

  const silence = fc.record({
    kind: fc.constant('ae silence' as const),
    is: fc.boolean(),
    days: fc.integer({ min: 1, max: 365 }),
  });

  it('reads what it prints, in any expression', () => {
    const rules = treesOf(fc.oneof(silence, anyCondition), 2).filter((rule) => findImpossible(rule).length === 0);
    fc.assert(
      fc.property(rules, (when) => {
        const text = printExpression(when);
        expect(parseReturnRule(text, { signals: signalNames })).toEqual({ ok: true, value: { when, text } });
      }),
      { numRuns: 300 },
    );
  });

  it('knows the opposite of silence', () => {
    fc.assert(
      fc.property(silence, (condition) => {
        const text = printExpression(negate(condition));
        expect(returnRule(text).when).toEqual({ ...condition, is: !condition.is });
        expect(returnRule(`NOT ${text}`).when).toEqual(condition);
      }),
    );
  });
});

it('only return.when knows the silence of sales', () => {
  expect(parseReviewRule('14 days without AE activity').ok).toBe(false);
  expect(parseDefinition('A free user becomes an SQL when 14 days without AE activity').ok).toBe(false);
});

describe('the expected contract value', () => {
  it.each([
    ['120 per employee', '120 per employee'],
    [' 120  PER Employee ', '120 per employee'],
    ['120 for each employee', '120 per employee'],
    ['1,200 per employee', '1200 per employee'],
    ['15000', '15000'],
    ['12,000,000.50', '12000000.5'],
    ['', '1: An amount is missing before the end of the text'],
    ['per employee', '1: An amount is missing before "per"'],
    ['-5', '1: An amount is missing before "-"'],
    ['0 per employee', '1: An amount is more than 0 and at most 1000000000'],
    ['0.001', '1: "0.001" is not an amount'],
    ['1,20 per employee', '1: "1,20" is not an amount'],
    ['1, 200', '2: A comma only groups digits here'],
    ['120 per user', '5: "per employee" is missing before "per"'],
    ['120 per employee and year', '18: Nothing more can follow, but here is "and"'],
    ['$120 per employee', '1: "$" means nothing here'],
  ])('%j: %s', (text, expected) => {
    const parsed = parseContractValue(text);
    const said = parsed.ok ? parsed.value.text : `${parsed.problems[0]!.span.column}: ${parsed.problems[0]!.message}`;
    expect(said).toBe(expected);
    if (parsed.ok) expect(parseContractValue(parsed.value.text)).toEqual(parsed);
  });
});
