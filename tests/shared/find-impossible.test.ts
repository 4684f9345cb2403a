import {
  createCatalogue,
  type Expression,
  evaluateReadiness,
  findImpossible,
  localDay,
  type PropertyDefinition,
  parseDefinition,
  printDefinition,
} from '@zo/shared';
import fc from 'fast-check';
import { anyCondition, treesOf } from '../support/definition-arbitrary.ts';
import { anyContact, factsOf } from '../support/definition-contacts.ts';
import { problemsOf } from '../support/definitions.ts';
import { anyTree, portalCatalogue } from '../support/random-definitions.ts';
import { seededRandom } from '../support/seeded-random.ts';

function isGroupOrNot({ kind }: Expression): boolean {
  return kind === 'and' || kind === 'or' || kind === 'not';
}

const options = ['a', 'b', 'c'].map((value) => ({ value, label: value }));
const choice = (name: string, type: 'enumeration' | 'set'): PropertyDefinition => ({
  object: 'contact',
  name,
  label: name,
  type,
  fieldType: 'select',
  source: 'hubspot',
  description: '',
  options,
});
const portal = createCatalogue([choice('topics', 'set'), choice('persona', 'enumeration')]);

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
    ['company is_public is true', 'company is_public is false'],
    ['lifecyclestage = lead', 'lifecyclestage = customer'],
    ['lifecyclestage = lead', 'lifecyclestage is not one of (lead, customer)'],
    ['jobtitle contains founder', 'jobtitle does not contain found'],
    ['jobtitle contains any of (founder, "co-founder")', 'jobtitle does not contain founder'],
    ['jobtitle is one of (CEO, CTO)', 'jobtitle does not contain any of (ceo, cto)'],
    ['createdate is before 2026-01-31', 'createdate is after 2026-01-30'],
    ['createdate is after 2026-01-31', 'createdate is not after 2026-01-31'],
    ['createdate is within the last 7 days', 'createdate is more than 6 days ago'],
    ['createdate is more than 7 days ago', 'createdate is not more than 8 days ago AND createdate is empty'],
    ['company numberofemployees >= 50', 'company numberofemployees < 50'],
    ['company numberofemployees is between 1 and 10', 'company numberofemployees is one of (20, 50)'],
  ])('refuses %s together with %s, in either order', (one, other) => {
    expect(refusal(`${one} AND ${other}`)).toContain('Nobody can meet');
    expect(refusal(`${other} AND ${one}`)).toContain('Nobody can meet');
  });

  const signals = ['activated', 'key action'];

  it.each([
    ['activated', 'no activated'],
    ['activated in the last 7 days', 'no activated in the last 14 days'],
    ['activated in the last 90 days', 'no activated'],
    ['at least 5 key actions in the last 7 days', 'at most 3 key actions in the last 30 days'],
    ['exactly 5 key actions in the last 7 days', 'fewer than 5 key actions'],
    ['more than 2 key actions in the last 7 days', 'exactly 2 key actions in the last 8 days'],
    ['activated in the last 7 days', 'NOT (activated in the last 14 days OR zo_pql_score > 5)'],
  ])('knows that a longer window has all of a shorter one: refuses %s together with %s', (one, other) => {
    for (const conditions of [`${one} AND ${other}`, `${other} AND ${one}`]) {
      const [problem] = problemsOf(`${subject}${conditions}`, { signals });
      expect(problem).toMatchObject({ suggestion: 'one of the two, or OR between them' });
    }
  });

  it.each([
    'activated in the last 14 days AND no activated in the last 7 days',
    'activated AND no activated in the last 90 days',
    'at least 3 key actions in the last 7 days AND at most 3 key actions in the last 30 days',
    'at least 5 key actions in the last 30 days AND at most 3 key actions in the last 7 days',
    'activated in the last 7 days AND no key action in the last 14 days',
    'activated in the last 7 days OR no activated in the last 14 days',
  ])('accepts %s', (conditions) => {
    expect(problemsOf(`${subject}${conditions}`, { signals })).toEqual([]);
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
    'zo_email_domain_type is empty',
    'company is_public is empty AND company is_public is not known',
    'lifecyclestage = lead AND company lifecyclestage = customer',
    'lifecyclestage = a AND lifecyclestage != A',
    'jobtitle contains founder AND jobtitle does not contain "co-founder"',
    'jobtitle contains any of (founder, chief) AND jobtitle does not contain founder',
    'createdate is before 2026-01-31 AND createdate is after 2026-01-29',
    'createdate is before 2020-01-31 AND createdate is within the last 7 days',
    'createdate is within the last 7 days AND createdate is not within the last 3 days',
    'createdate is more than 7 days ago AND createdate is not more than 8 days ago',
    'country = Germany AND company country = Austria',
  ])('accepts %s', (conditions) => {
    expect(refusal(conditions)).toBeNull();
  });

  it.each([
    ['topics contains a', 'topics does not contain a'],
    ['topics contains any of (a, b)', 'topics does not contain any of (a, b)'],
    ['topics does not contain any of (a, b)', 'topics does not contain c'],
    ['persona is not one of (a, b)', 'persona != c'],
    ['persona = a', 'persona is one of (b, c)'],
  ])('knows the choices of a portal: refuses %s together with %s', (one, other) => {
    for (const conditions of [`${one} AND ${other}`, `${other} AND ${one}`]) {
      const [problem] = problemsOf(`${subject}${conditions}`, { catalogue: portal });
      expect(problem).toMatchObject({ suggestion: 'one of the two, or OR between them' });
    }
  });

  it.each([
    'topics contains a AND topics contains b',
    'topics contains any of (a, b) AND topics does not contain a',
    'topics does not contain any of (a, b)',
    'persona is not one of (a, b)',
  ])('accepts %s of a portal', (conditions) => {
    expect(problemsOf(`${subject}${conditions}`, { catalogue: portal })).toEqual([]);
  });

  it('refuses every choice of a portal at once', () => {
    expect(problemsOf(`${subject}topics does not contain any of (a, b, c)`, { catalogue: portal })).toMatchObject([
      { message: 'Nobody can meet "topics does not contain any of (a, b, c)"', suggestion: 'a value that can occur' },
    ]);
  });

  it('is met by nobody', () => {
    const random = seededRandom(7);
    const now = Date.UTC(2026, 5, 15, 12);
    const moment = { now, timeZone: 'UTC' };
    let refused = 0;
    for (let each = 0; each < 8_000; each++) {
      const expression = anyTree(random, 1, localDay(now, 'UTC'));
      if (findImpossible(expression, portalCatalogue).length === 0) continue;
      const isReady = () => {
        const definition = { subject: 'a free user' as const, expression, sentence: '' };
        return evaluateReadiness(definition, factsOf(anyContact(random, now), moment)).ready === 'yes';
      };
      // An OR is refused for one of its ways; the others may be possible.
      if (expression.kind !== 'and' || expression.operands.some(isGroupOrNot)) continue;
      refused += 1;
      const met = Array.from({ length: 20 }, isReady).filter(Boolean);
      if (met.length > 0) expect(printDefinition(expression)).toBe('met by nobody');
    }
    expect(refused).toBeGreaterThan(20);
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
