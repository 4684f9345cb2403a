/** What people write who have never seen the canonical sentence. */
import { parseDefinition, printExpression } from '@zo/shared';

const signals = ['activated', 'key action', 'visited pricing'];
const read = (sentence: string) => parseDefinition(`A free user becomes an SQL when ${sentence}`, { signals });

function canonical(sentence: string): string {
  const parsed = read(sentence);
  return parsed.ok ? printExpression(parsed.value.expression) : `refused: ${parsed.problems[0]!.message}`;
}

it.each([
  ['zo_pql_score is above 50', 'zo_pql_score > 50'],
  ['PQL score over 50', 'zo_pql_score > 50'],
  ['zo_pql_score is not over 50', 'zo_pql_score <= 50'],
  ['zo_pql_score is under 50', 'zo_pql_score < 50'],
  ['PQL score below 50', 'zo_pql_score < 50'],
  ['zo_pql_score is greater than 50', 'zo_pql_score > 50'],
  ['zo_pql_score is greater than or equal to 50', 'zo_pql_score >= 50'],
  ['zo_pql_score is less than or equal to 50', 'zo_pql_score <= 50'],
  ['zo_pql_score is equal to 50', 'zo_pql_score = 50'],
  ['zo_pql_score is no more than 50', 'zo_pql_score <= 50'],
  ['zo_pql_score between 10 and 50', 'zo_pql_score is between 10 and 50'],
  ['company number of employees is 50+', 'company numberofemployees >= 50'],
  ['company number of employees is not 50+', 'company numberofemployees < 50'],
  ['3+ key actions in the last 7 days', 'at least 3 key actions in the last 7 days'],
  ['activated and visited pricing.', 'activated AND visited pricing'],
  ['zo_pql_score >= 50.\n', 'zo_pql_score >= 50'],
])('%s', (sentence, meaning) => {
  expect(canonical(sentence)).toBe(meaning);
});

describe('words that look like a value and ask whether there is one', () => {
  it.each([
    ['job title is set', 'jobtitle is known'],
    ['job title is not set', 'jobtitle is empty'],
    ['job title is blank', 'jobtitle is empty'],
    ['job title is not blank', 'jobtitle is known'],
    ['create date is set', 'createdate is known'],
    ['zo_pql_score is blank', 'zo_pql_score is empty'],
  ])('%s', (sentence, meaning) => {
    expect(canonical(sentence)).toBe(meaning);
  });

  it.each(['set', 'Blank'])('are values in quotes, also when printed: %s', (word) => {
    expect(canonical(`zo_plan is "${word}"`)).toBe(`zo_plan = "${word}"`);
    expect(canonical(`zo_plan = "${word}"`)).toBe(`zo_plan = "${word}"`);
  });
});

it.each([
  '“VP of Sales”',
  '„VP of Sales“',
  '”VP of Sales”',
  '‘VP of Sales’',
  '‚VP of Sales‘',
  '«VP of Sales»',
  '»VP of Sales«',
])('a chat or word processor bends the quotes: %s', (value) => {
  expect(canonical(`job title is ${value}`)).toBe('jobtitle = "VP of Sales"');
});

it('keeps straight quotes within bent ones', () => {
  expect(canonical('job title is “Head of "Growth"”')).toBe('jobtitle = "Head of \\"Growth\\""');
});

it.each([
  ['company number of employees > 1,000', 'A number is written without commas', '"1000"'],
  ['zo_pql_score >= 50%', '"%" means nothing here', 'the number alone'],
  ['company annual revenue > $50', '"$" means nothing here', 'the number alone'],
  ['activated less than 3 days ago', 'Days ago are asked for otherwise', '"activated in the last 3 days"'],
  ['activated at least 3 days ago', 'Days ago are asked for otherwise', '"activated more than 2 days ago"'],
  ['3 key actions', '"At least", "exactly" or "at most" is missing before "3"', '"at least 3"'],
  [
    'job title is VP or Director',
    'There is no property and no signal "Director"',
    '"is one of (a, b)" where one of several values will do',
  ],
  ['zo_plan is “free', 'This quoted value has no closing ”', 'a closing ”'],
  ['zo_pql_score > 5. AND activated', '"." means nothing here', 'quotes around a value that has it'],
])('%s is refused with what to write instead', (sentence, message, suggestion) => {
  const parsed = read(sentence);
  expect(parsed.ok ? [] : parsed.problems[0]).toMatchObject({ message, suggestion });
});
