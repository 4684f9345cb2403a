import { parseDefinition } from '@zo/shared';
import { problemsOf, subject } from '../../support/definitions.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

describe('a mistake in the definition', () => {
  it.each([
    [
      'an unknown property, with the nearest one',
      `${subject} zo_pql_scor >= 50`,
      { line: 1, column: 33, length: 11 },
      'There is no property "zo_pql_scor"',
      { nearest: 'zo_pql_score', suggestion: '"zo_pql_score"' },
    ],
    [
      'a property known by one of its words',
      `${subject} score >= 50`,
      { line: 1, column: 33, length: 5 },
      'There is no property "score"',
      { nearest: 'zo_pql_score', suggestion: '"zo_pql_score"', isUnknownProperty: true },
    ],
    [
      'a mistake on the second line',
      `${subject} zo_pql_score > 1\n AND zo_pql_score >> 2`,
      { line: 2, column: 20, length: 1 },
      'A value is missing before ">"',
      { suggestion: 'a number such as 50' },
    ],
    [
      'text where a number belongs',
      `${subject} zo_pql_score = activated`,
      { line: 1, column: 48, length: 9 },
      'zo_pql_score is a number, so it cannot be compared with text',
      { suggestion: '"zo_pql_score >= 50"' },
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
      { nearest: 'business', suggestion: '"business"' },
    ],
    [
      'a definition that follows from itself',
      `${subject} zo_sql_ready = yes`,
      { line: 1, column: 33, length: 12 },
      'zo_sql_ready follows from the definition, so the definition cannot ask for it',
      { suggestion: 'the condition it follows from' },
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
      { suggestion: 'a signal the playbook defines under "signals"' },
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
      'This word as a value needs quotes',
      { suggestion: '"within"' },
    ],
    [
      'a property of the company nobody reads',
      `${subject} the company industri is software`,
      { line: 1, column: 45, length: 8 },
      'There is no property "industri" of the company',
      { nearest: 'company industry', suggestion: '"company industry"', isUnknownProperty: true },
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
      { suggestion: 'the sentence without it' },
    ],
    [
      'parentheses around nothing',
      `${subject} () AND zo_plan = a`,
      { line: 1, column: 34, length: 1 },
      'A condition is missing before ")"',
      { suggestion: 'a condition such as "zo_pql_score >= 50"' },
    ],
    [
      'parentheses too deep',
      `${subject} ${'('.repeat(5000)}`,
      { line: 1, column: 53, length: 1 },
      'Parentheses stand at most 20 deep',
      { suggestion: 'the same without parentheses around parentheses' },
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
      { suggestion: 'a condition such as "zo_pql_score >= 50"' },
    ],
    [
      'an open quote',
      `${subject} zo_plan = "free`,
      { line: 1, column: 43, length: 1 },
      'This quoted value has no closing "',
      { suggestion: 'a closing "' },
    ],
    [
      'a stray character',
      `${subject} zo_pql_score > 1 ; AND zo_pql_score < 5`,
      { line: 1, column: 50, length: 1 },
      '";" means nothing here',
      { suggestion: 'quotes around a value that has it' },
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
      { suggestion: '"99999999"' },
    ],
  ])('points at %s', (_, text, span, message, more) => {
    expect(problemsOf(text)[0]).toEqual({ message, span, ...more });
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
});
