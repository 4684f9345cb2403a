import { parseDefinition } from '@zo/shared';
import { canonicalOf, expressionOf, parsedValue, subject } from '../../support/definitions.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

const acme = `${subject} zo_activation_status = activated AND zo_pql_score >= 50
  AND the company is not on a personal email domain AND zo_company_active_users >= 2`;

const score = (operator: string, value: number) => ({
  kind: 'comparison',
  property: { object: 'contact', name: 'zo_pql_score', type: 'number' },
  operator,
  value,
});
const plan = (operator: string, value: string) => ({
  kind: 'comparison',
  property: { object: 'contact', name: 'zo_plan', type: 'string' },
  operator,
  value,
});

describe('the definition sentence', () => {
  it('reads the Acme sentence over two lines', () => {
    expect(parsedValue(parseDefinition(acme))).toEqual({
      subject: 'a free user',
      expression: {
        kind: 'and',
        operands: [
          {
            kind: 'comparison',
            property: { object: 'contact', name: 'zo_activation_status', type: 'string' },
            operator: '=',
            value: 'activated',
          },
          score('>=', 50),
          { kind: 'personal email domain', is: false },
          {
            kind: 'comparison',
            property: { object: 'company', name: 'zo_company_active_users', type: 'number' },
            operator: '>=',
            value: 2,
          },
        ],
      },
      sentence: acme.replace(/\s+/g, ' '),
    });
  });

  it.each([
    ['zo_pql_score >= 50', score('>=', 50)],
    ['zo_pql_score≥50', score('>=', 50)],
    ['zo_pql_score is 50', score('=', 50)],
    ['zo_pql_score is not 50', score('!=', 50)],
    ['ZO_PQL_SCORE < 1.5', score('<', 1.5)],
    ['zo_pql_score <> 0', score('!=', 0)],
    ['zo_pql_score = "50"', score('=', 50)],
    ['zo_plan = pro', plan('=', 'pro')],
    ['zo_plan is not "Pro \\"Max\\" \\\\ plan"', plan('!=', 'Pro "Max" \\ plan')],
    ["zo_plan = 'it\\'s'", plan('=', "it's")],
    ['zo_plan = 2024', plan('=', '2024')],
    ['zo_plan = "folded\n      value"', plan('=', 'folded value')],
    ['the company is on a personal e-mail domain', { kind: 'personal email domain', is: true }],
    ['THE COMPANY IS NOT ON A PERSONAL EMAIL DOMAIN', { kind: 'personal email domain', is: false }],
    [
      'zo_email_domain_type is Business',
      {
        kind: 'comparison',
        property: { object: 'contact', name: 'zo_email_domain_type', type: 'enumeration' },
        operator: '=',
        value: 'business',
      },
    ],
  ])('%s', (condition, expected) => {
    expect(expressionOf(condition)).toEqual(expected);
  });

  it.each([
    // Spellings of one and the same condition.
    ['zo_pql_score is at least 50', 'zo_pql_score >= 50'],
    ['zo_pql_score at least 50', 'zo_pql_score >= 50'],
    ['zo_pql_score is 50 or more', 'zo_pql_score >= 50'],
    ['zo_pql_score is not less than 50', 'zo_pql_score >= 50'],
    ['NOT zo_pql_score is fewer than 50', 'zo_pql_score >= 50'],
    ['zo_pql_score is at most 50', 'zo_pql_score <= 50'],
    ['zo_pql_score is 50 or less', 'zo_pql_score <= 50'],
    ['zo_pql_score is more than 50', 'zo_pql_score > 50'],
    ['zo_plan is any of (a)', 'zo_plan = a'],
    ['zo_plan is none of (a, "b c", A)', 'zo_plan is not one of (a, "b c")'],
    ['NOT zo_plan is not one of (a, b)', 'zo_plan is one of (a, b)'],
    ['zo_plan is unknown', 'zo_plan is empty'],
    ['zo_plan is not empty', 'zo_plan is known'],
    ['NOT zo_plan contains trial', 'zo_plan does not contain trial'],
    ['zo_pql_score is between 20 AND 50', 'zo_pql_score is between 20 and 50'],
    ['not the company is on a personal email domain', 'the company is not on a personal email domain'],
    ['zo_plan = a OR zo_pql_score = 5 or more', 'zo_plan = a OR zo_pql_score >= 5'],
    ['the company number of employees is at least 50', 'company numberofemployees >= 50'],
    ['company numberofemployees is empty', 'company numberofemployees is empty'],
    ['zo_plan contains any of (a, "b c", A)', 'zo_plan contains any of (a, "b c")'],
    ['zo_plan contains one of (a)', 'zo_plan contains a'],
    ['NOT zo_plan contains any of (a, b)', 'zo_plan does not contain any of (a, b)'],
    // Parentheses only where they say something.
    ['((zo_plan = a))', 'zo_plan = a'],
    ['(zo_plan = a or zo_plan = b) or zo_plan = c', 'zo_plan = a OR zo_plan = b OR zo_plan = c'],
    ['NOT NOT (zo_plan = a OR zo_plan = b)', 'zo_plan = a OR zo_plan = b'],
    ['not (zo_plan = a or zo_pql_score > 5)', 'NOT (zo_plan = a OR zo_pql_score > 5)'],
    [
      'zo_pql_score > 5 and (zo_plan = a or (zo_plan = b and zo_pql_score > 9))',
      'zo_pql_score > 5 AND (zo_plan = a OR (zo_plan = b AND zo_pql_score > 9))',
    ],
  ])('%s is %s', (written, canonical) => {
    expect(canonicalOf(written)).toBe(canonical);
  });

  it.each([
    ['visited pricing in the last 14 days', 'visited pricing in the last 14 days'],
    ['Visited Pricing within the last 14 days', 'visited pricing in the last 14 days'],
    ['at least 1 visited pricing', 'visited pricing'],
    ['NOT visited pricing in the last 14 days', 'no visited pricing in the last 14 days'],
    ['at least 3 key actions in the last 7 days', 'at least 3 key actions in the last 7 days'],
    ['key action at least 3 times in the last 7 days', 'at least 3 key actions in the last 7 days'],
    ['3 or more key actions in the last 7 days', 'at least 3 key actions in the last 7 days'],
    ['NOT fewer than 3 key actions', 'at least 3 key actions'],
    ['more than 0 key actions', 'key action'],
    ['zo_plan = a or more than 2 key actions', 'zo_plan = a OR more than 2 key actions'],
    ['exactly 0 key actions in the last 1 day', 'no key action in the last 1 day'],
    ['NOT exactly 2 teammates invited', 'not exactly 2 teammates invited'],
    ['activated more than 3 days ago', 'activated more than 3 days ago'],
    ['NOT activated more than 3 days ago', 'activated not more than 3 days ago'],
    ['zo_last_active_at within the last 7 days', 'zo_last_active_at is within the last 7 days'],
    ['zo_last_active_at is not in the last 7 days', 'zo_last_active_at is not within the last 7 days'],
    ['zo_activated_at is more than 3 days ago', 'zo_activated_at is more than 3 days ago'],
    ['zo_activated_at is before "2026-01-31"', 'zo_activated_at is before 2026-01-31'],
    ['zo_activated_at is not after 2026-01-31', 'zo_activated_at is not after 2026-01-31'],
    ['zo_activated_at is within the last 2 weeks', 'zo_activated_at is within the last 14 days'],
    ['zo_activated_at is less than 8 days ago', 'zo_activated_at is within the last 8 days'],
    ['visited pricing in the last 1 week', 'visited pricing in the last 7 days'],
    ['zo_activated_at is empty', 'zo_activated_at is empty'],
  ])('with the signals of the playbook, %s is %s', (written, canonical) => {
    expect(canonicalOf(written, { signals: signalNames })).toBe(canonical);
  });
});
