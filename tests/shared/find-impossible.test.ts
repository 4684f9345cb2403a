import { findImpossible, parseDefinition } from '@zo/shared';
import fc from 'fast-check';
import { anyCondition, treesOf } from '../support/definition-arbitrary.ts';

const subject = 'A free user becomes an SQL when ';

function refusal(conditions: string): string | null {
  const parsed = parseDefinition(subject + conditions);
  if (parsed.ok) return null;
  expect(parsed.problems).toHaveLength(1);
  const [{ message, span }] = parsed.problems as [(typeof parsed.problems)[0]];
  return `${conditions.slice(span.column - 1 - subject.length, span.column - 1 - subject.length + span.length)}: ${message}`;
}

describe('what nobody can meet', () => {
  it.each([
    ['zo_pql_score > 100', 'Nobody can meet "zo_pql_score > 100"'],
    ['zo_pql_score >= 100.5', 'Nobody can meet "zo_pql_score >= 100.5"'],
    ['zo_pql_score < 0', 'Nobody can meet "zo_pql_score < 0"'],
    ['zo_pql_score = 1.5', 'Nobody can meet "zo_pql_score = 1.5"'],
    ['zo_pql_score is between 101 and 200', 'Nobody can meet "zo_pql_score is between 101 and 200"'],
    ['zo_pql_score is one of (101, 102)', 'Nobody can meet "zo_pql_score is one of (101, 102)"'],
    [
      'zo_email_domain_type is not one of (business, personal, disposable)',
      'Nobody can meet "zo_email_domain_type is not one of (business, personal, disposable)"',
    ],
  ])('refuses %s', (condition, message) => {
    expect(refusal(condition)).toBe(`${condition}: ${message}`);
    expect(refusal(`zo_plan = a AND (zo_plan contains a OR ${condition})`)).toBe(`${condition}: ${message}`);
  });

  it.each([
    ['zo_pql_score > 60', 'zo_pql_score < 50'],
    ['zo_pql_score > 5', 'zo_pql_score < 6'],
    ['zo_pql_score is between 10 and 20', 'zo_pql_score = 30'],
    ['zo_pql_score is one of (10, 20)', 'zo_pql_score != 10 AND zo_pql_score != 20'],
    ['zo_plan = a', 'zo_plan = b'],
    ['zo_plan = a', 'zo_plan != A'],
    ['zo_plan is one of (a, b)', 'zo_plan = c'],
    ['zo_plan = trial', 'zo_plan does not contain "tri"'],
    ['zo_plan = a', 'zo_plan is empty'],
    ['the company is on a personal email domain', 'zo_email_domain_type = business'],
    ['the company is on a personal email domain', 'the company is not on a personal email domain'],
    ['zo_plan = a', '(zo_plan = b OR (zo_plan = c AND zo_pql_score > 5))'],
    ['zo_plan = a', 'NOT (zo_plan = a OR zo_pql_score > 5)'],
  ])('refuses %s together with %s, in either order', (one, other) => {
    expect(refusal(`${one} AND ${other}`)).toContain('Nobody can meet');
    expect(refusal(`${other} AND ${one}`)).toContain('Nobody can meet');
  });

  it('names both and points at the later one', () => {
    expect(refusal('zo_pql_score > 60 AND zo_plan = a AND zo_pql_score < 50')).toBe(
      'zo_pql_score < 50: Nobody can meet "zo_pql_score < 50" together with "zo_pql_score > 60"',
    );
  });

  it.each([
    'zo_pql_score >= 100',
    'zo_pql_score >= 50 AND zo_pql_score <= 50',
    'zo_company_active_users > 2 AND zo_company_active_users < 4',
    'zo_plan = a OR zo_plan = b',
    'zo_plan = trial AND zo_plan contains "tri"',
    'zo_plan = a AND (zo_plan = b OR zo_pql_score > 5)',
    'zo_plan is empty OR zo_plan = a',
  ])('accepts %s', (conditions) => {
    expect(refusal(conditions)).toBeNull();
  });

  it('answers quickly whatever the shape of the tree', () => {
    const before = performance.now();
    fc.assert(
      fc.property(treesOf(anyCondition, 5), (tree) => {
        findImpossible(tree);
      }),
      { numRuns: 200 },
    );
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});
