import { type Expression, maxConditions, maxProblems, type Parsed, parseDefinition, printDefinition } from '@zo/shared';
import fc from 'fast-check';
import { anyExpression } from '../../support/definition-arbitrary.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

const subject = 'A free user becomes an SQL when';
const acme = `${subject} zo_activation_status = activated AND zo_pql_score >= 50
  AND the company is not on a personal email domain AND zo_company_active_users >= 2`;

function parsedValue<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

function problemsOf(text: string) {
  const parsed = parseDefinition(text);
  return parsed.ok ? [] : parsed.problems;
}

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
    expect(parsedValue(parseDefinition(`${subject} ${condition}`)).expression).toEqual(expected);
  });

  it.each([
    [
      'an unknown property, with the nearest one',
      `${subject} zo_pql_scor >= 50`,
      { line: 1, column: 33, length: 11 },
      'There is no property "zo_pql_scor"',
      { nearest: 'zo_pql_score' },
    ],
    [
      'a property known by one of its words',
      `${subject} score >= 50`,
      { line: 1, column: 33, length: 5 },
      'There is no property "score"',
      { nearest: 'zo_pql_score' },
    ],
    [
      'a mistake on the second line',
      `${subject} zo_pql_score > 1\n AND zo_pql_score >> 2`,
      { line: 2, column: 20, length: 1 },
      'A value is missing before ">"',
      {},
    ],
    [
      'text where a number belongs',
      `${subject} zo_pql_score = activated`,
      { line: 1, column: 48, length: 9 },
      'zo_pql_score is a number, so it cannot be compared with text',
      {},
    ],
    [
      'an order of texts',
      `${subject} zo_plan > free`,
      { line: 1, column: 41, length: 1 },
      'zo_plan is text, so it has no order',
      { suggestion: '= or !=' },
    ],
    [
      'an impossible option',
      `${subject} zo_email_domain_type = busines`,
      { line: 1, column: 56, length: 7 },
      'zo_email_domain_type is never "busines"',
      { nearest: 'business', suggestion: 'one of business, personal, disposable' },
    ],
    [
      'a definition that follows from itself',
      `${subject} zo_sql_ready = yes`,
      { line: 1, column: 33, length: 12 },
      'zo_sql_ready follows from the definition, so the definition cannot ask for it',
      {},
    ],
    [
      'a moment compared with a number',
      `${subject} zo_activated_at > 5`,
      { line: 1, column: 49, length: 1 },
      'zo_activated_at is a moment, so it is compared with days',
      {
        suggestion: '"zo_activated_at is within the last 7 days", "is more than 7 days ago" or "is before 2026-01-31"',
      },
    ],
    [
      'a date that does not exist',
      `${subject} zo_activated_at is after 2026-02-30`,
      { line: 1, column: 58, length: 10 },
      'This is not a date',
      { suggestion: 'a date such as 2026-01-31' },
    ],
    [
      'a signal where the playbook defines none',
      `${subject} at least 3 key actions in the last 7 days`,
      { line: 1, column: 44, length: 11 },
      'There is no signal "key actions"',
      {},
    ],
    [
      'several words without quotes',
      `${subject} zo_plan is Big Deal`,
      { line: 1, column: 44, length: 8 },
      'A value of several words needs quotes',
      { suggestion: '"Big Deal"' },
    ],
    [
      'a word of the language as a value',
      `${subject} zo_plan is within`,
      { line: 1, column: 44, length: 6 },
      'A value of several words needs quotes',
      { suggestion: '"within"' },
    ],
    [
      'a property of the company nobody reads',
      `${subject} the company industri is software`,
      { line: 1, column: 45, length: 8 },
      'There is no property "industri" of the company',
      { suggestion: '"company number of employees"' },
    ],
    [
      'AND beside OR',
      `${subject} zo_pql_score > 1 OR zo_plan = a AND zo_plan = b`,
      { line: 1, column: 65, length: 3 },
      'AND and OR stand side by side, which can be read in two ways',
      { suggestion: 'parentheses around what belongs together: "a AND (b OR c)" or "(a AND b) OR c"' },
    ],
    [
      'a parenthesis that is never closed',
      `${subject} (zo_pql_score > 1 OR (zo_plan = a AND zo_plan contains a)`,
      { line: 1, column: 33, length: 1 },
      'This parenthesis is never closed',
      { suggestion: '")"' },
    ],
    [
      'a parenthesis that closes nothing',
      `${subject} zo_pql_score > 1) AND zo_plan = a`,
      { line: 1, column: 49, length: 1 },
      'This parenthesis closes nothing',
      {},
    ],
    [
      'parentheses around nothing',
      `${subject} () AND zo_plan = a`,
      { line: 1, column: 34, length: 1 },
      'A condition is missing before ")"',
      {},
    ],
    [
      'parentheses too deep',
      `${subject} ${'('.repeat(5000)}`,
      { line: 1, column: 53, length: 1 },
      'Parentheses stand at most 20 deep',
      {},
    ],
    [
      'a list without parentheses',
      `${subject} zo_plan is one of a, b`,
      { line: 1, column: 51, length: 1 },
      '"(" is missing before "a"',
      { suggestion: 'one of (a, b)' },
    ],
    [
      'a list that is never closed',
      `${subject} zo_plan is one of (a, b AND zo_pql_score > 1`,
      { line: 1, column: 57, length: 3 },
      '")" is missing before "AND"',
      { suggestion: 'one of (a, b)' },
    ],
    [
      'an option in a list that never occurs',
      `${subject} zo_email_domain_type is one of (business, privat)`,
      { line: 1, column: 75, length: 6 },
      'zo_email_domain_type is never "privat"',
      { suggestion: 'one of business, personal, disposable' },
    ],
    [
      'a range of texts',
      `${subject} zo_plan is between a and b`,
      { line: 1, column: 41, length: 2 },
      'zo_plan is text, so it has no order',
      { suggestion: '"is one of"' },
    ],
    [
      'a range upside down',
      `${subject} zo_pql_score is between 50 and 20`,
      { line: 1, column: 57, length: 2 },
      'Nothing is between 50 and 20',
      { suggestion: '"between 20 and 50"' },
    ],
    [
      'text looked for in a number',
      `${subject} zo_pql_score contains 5`,
      { line: 1, column: 46, length: 8 },
      'zo_pql_score is not text, so nothing can be looked for in it',
      { suggestion: '= or >=' },
    ],
    [
      'a missing AND',
      `${subject} zo_pql_score > 1 zo_pql_score < 5`,
      { line: 1, column: 50, length: 12 },
      'AND is missing before "zo_pql_score"',
      { suggestion: 'AND' },
    ],
    [
      'an AND too many',
      `${subject} zo_pql_score > 1 AND`,
      { line: 1, column: 53, length: 1 },
      'A condition is missing before the end of the text',
      {},
    ],
    [
      'an open quote',
      `${subject} zo_plan = "free`,
      { line: 1, column: 43, length: 1 },
      'This quoted value has no closing "',
      {},
    ],
    [
      'a stray character',
      `${subject} zo_pql_score > 1 ; AND zo_pql_score < 5`,
      { line: 1, column: 50, length: 1 },
      '";" means nothing here',
      {},
    ],
    [
      'another subject',
      'zo_pql_score >= 50',
      { line: 1, column: 1, length: 12 },
      `The sentence must begin with "${subject}"`,
      { suggestion: subject },
    ],
    ['nothing', ' \n ', { line: 1, column: 1, length: 1 }, 'The definition is empty', { suggestion: `${subject} …` }],
    [
      'a number nobody could mean',
      `${subject} zo_pql_score > ${'9'.repeat(40)}`,
      { line: 1, column: 48, length: 40 },
      'A number has at most 15 digits and 6 decimals',
      {},
    ],
  ])('points at %s', (_, text, span, message, more) => {
    expect(problemsOf(text)[0]).toEqual({ message, span, ...more });
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
    expect(parsedValue(parseDefinition(`${subject} ${written}`)).sentence).toBe(`${subject} ${canonical}`);
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
    ['zo_activated_at is empty', 'zo_activated_at is empty'],
  ])('with the signals of the playbook, %s is %s', (written, canonical) => {
    const parsed = parseDefinition(`${subject} ${written}`, { signals: signalNames });
    expect(parsedValue(parsed).sentence).toBe(`${subject} ${canonical}`);
  });

  it.each([
    ['at least 3 key acton', 11, 9, 'There is no signal "key acton"', 'key action'],
    [
      'visited pricng in the last 7 days',
      0,
      14,
      'There is no property and no signal "visited pricng"',
      'visited pricing',
    ],
    ['at least 2.5 key actions', 9, 3, 'Must be a whole number up to 10000', undefined],
    ['at least 0 key actions', 0, 10, 'Everybody meets this', undefined],
    ['key action in the last 91 days', 23, 2, 'Must be a whole number of days from 1 to 90', undefined],
    ['activated more than 3 days', 26, 1, '"ago" is missing before the end of the text', undefined],
    [
      'no key action AND at least 2 key actions',
      18,
      22,
      'Nobody can meet "at least 2 key actions" together with "no key action"',
      undefined,
    ],
  ])('points into %s', (written, column, length, message, nearest) => {
    const parsed = parseDefinition(`${subject} ${written}`, { signals: signalNames });
    const [problem] = parsed.ok ? [] : parsed.problems;
    expect(problem).toMatchObject({ message, span: { column: subject.length + 2 + column, length } });
    expect(problem?.nearest).toBe(nearest);
  });

  it('finds every mistake of a sentence at once', () => {
    const text = `${subject} zo_scor >= 50 OR zo_plan > free\nAND zo_pql_score = x AND NOT zo_plan = a`;
    expect(problemsOf(text).map(({ span }) => [span.line, span.column])).toEqual([
      [1, 33],
      [1, 58],
      [2, 1],
      [2, 20],
    ]);
  });

  it('prints what it read, and reads what it prints', () => {
    fc.assert(
      fc.property(anyExpression, (expression: Expression) => {
        const sentence = printDefinition(expression);
        const parsed = parseDefinition(sentence, { signals: signalNames });
        expect(parsedValue(parsed)).toEqual({ subject: 'a free user', expression, sentence });
      }),
      { numRuns: 1000 },
    );
  });

  it('answers any text with a value or with problems inside the text', () => {
    const pieces = fc.constantFrom(
      subject,
      'zo_pql_score',
      '>=',
      '50',
      'AND',
      'OR',
      'is',
      'not',
      '"',
      "'",
      '\\',
      '(',
      '\n',
      'the company',
      '\u0000',
      '\ud800',
      '😀',
    );
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = text.split('\n').length;
        for (const { span, message } of problemsOf(text)) {
          expect(message).not.toBe('');
          expect(span.line).toBeLessThanOrEqual(Math.max(1, lines));
          expect(Math.min(span.line, span.column, span.length)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('accepts as many conditions as the limit and no more', () => {
    const condition = 'zo_pql_score > 1';
    const sentence = (count: number) => `${subject} ${Array(count).fill(condition).join(' AND ')}`;
    expect(parseDefinition(sentence(maxConditions)).ok).toBe(true);
    expect(problemsOf(sentence(maxConditions + 1)).map(({ message }) => message)).toEqual([
      `A definition has at most ${maxConditions} conditions`,
    ]);
  });

  it('refuses a text over 10 kB without reading it', () => {
    expect(problemsOf(`${subject} ${'x'.repeat(1_000_000)}`)).toEqual([
      { message: 'This is 1000032 characters long; at most 10000 are read', span: { line: 1, column: 1, length: 1 } },
    ]);
  });

  it.each([
    ['x '],
    ['AND '],
    ['"\\'],
    ['zo_scor > '],
    ['\n'],
    ['- '],
    ['x'],
    ['the company '],
    ['( '],
    ['NOT '],
    ['zo_plan is one of ('],
    ['zo_plan is one of (a, b) OR '],
  ])('reads 10 kB of %j in little time and with few problems', (piece) => {
    const text = `${subject} ${piece.repeat(Math.floor(9_900 / piece.length))}`;
    const before = performance.now();
    expect(problemsOf(text).length).toBeLessThanOrEqual(maxProblems);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
