import { createCatalogue, type DefinitionContext, type PropertyDefinition } from '@zo/shared';
import { canonicalOf, expressionOf, problemsOf, subject } from '../../support/definitions.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

type Rest = Partial<PropertyDefinition> & Pick<PropertyDefinition, 'name' | 'label' | 'type'>;

const added = (object: 'contact' | 'company', rest: Rest): PropertyDefinition => ({
  object,
  fieldType: 'text',
  source: 'hubspot',
  description: '',
  ...rest,
});
const options = (...labels: [value: string, label: string][]) => ({
  options: labels.map(([value, label]) => ({ value, label })),
});
const portal: DefinitionContext = {
  signals: signalNames,
  catalogue: createCatalogue([
    added('contact', { name: 'jobtitle', label: 'Job Title', type: 'string' }),
    added('contact', { name: 'company', label: 'Company Name', type: 'string' }),
    added('contact', { name: 'activated', label: 'Activated', type: 'bool' }),
    added('contact', { name: 'seats', label: 'Number of seats', type: 'number' }),
    added('contact', { name: 'seats_wanted', label: 'Number of seats', type: 'number' }),
    added('contact', { name: 'createdate', label: 'Create Date', type: 'datetime' }),
    added('contact', { name: 'trial_ends', label: 'Trial ends', type: 'date' }),
    added('contact', {
      name: 'lifecyclestage',
      label: 'Lifecycle Stage',
      type: 'enumeration',
      ...options(['lead', 'Lead'], ['marketingqualifiedlead', 'Marketing Qualified Lead'], ['48211', 'Trial running']),
    }),
    added('contact', {
      name: 'topics',
      label: 'Topics',
      type: 'set',
      ...options(['security', 'Security'], ['pricing', 'Pricing & plans'], ['api', 'API']),
    }),
    added('company', { name: 'numberofemployees', label: 'Number of Employees', type: 'number' }),
    added('company', { name: 'name', label: 'Company name', type: 'string' }),
    added('company', { name: 'is_public', label: 'Is Public', type: 'bool' }),
    added('company', { name: 'industry', label: 'Industry', type: 'enumeration', ...options(['FINTECH', 'Fintech']) }),
    added('company', { name: 'zo_plan', label: 'Somebody’s copy', type: 'number' }),
  ]),
};

describe('any property of the contact and of the primary company', () => {
  it.each([
    ['company number of employees is at least 50', 'company numberofemployees >= 50'],
    ['the company numberofemployees is between 50 and 500', 'company numberofemployees is between 50 and 500'],
    ['company industry is one of (Fintech)', 'company industry = FINTECH'],
    ['company name contains "GmbH"', 'company name contains GmbH'],
    ['the company domain name is known', 'company domain is known'],
    ['company is public is yes', 'company is_public is true'],
    ['company zo_company_active_users >= 2', 'zo_company_active_users >= 2'],
    ['active users, last 30 days >= 2', null],
    ['job title contains any of (founder, "head of")', 'jobtitle contains any of (founder, "head of")'],
    ['contact country is Germany', 'country = Germany'],
    ['country is Germany', 'country = Germany'],
    ['"country" is Germany', null],
    ['contact "Country/Region" is Germany', 'country = Germany'],
    ['PQL score is at least 50', 'zo_pql_score >= 50'],
    ['contact company contains Acme', 'contact "company" contains Acme'],
    ['contact company is known', 'contact "company" is known'],
    ['company is not on a personal email domain', 'the company is not on a personal email domain'],
  ])('%s is %s', (written, canonical) => {
    const context = written.includes('ountry') || written.includes('domain name') ? {} : portal;
    if (canonical === null) expect(problemsOf(`${subject} ${written}`, context)).not.toEqual([]);
    else expect(canonicalOf(written, context)).toBe(canonical);
  });

  it.each([
    ['lifecyclestage is Marketing Qualified Lead', 'lifecyclestage = marketingqualifiedlead'],
    ['lifecycle stage is not one of (Lead, Trial running)', 'lifecyclestage is not one of (lead, "48211")'],
    ['activated is yes', 'activated is true'],
    ['activated is not true', 'activated is false'],
    ['NOT activated = true', 'activated is false'],
    ['activated', 'activated'],
    ['activated more than 3 days ago', 'activated more than 3 days ago'],
    ['activated at least 3 times', 'at least 3 activateds'],
    ['topics contains API', 'topics contains api'],
    ['topics contains any of (api, Pricing & plans)', null],
    ['topics contains any of (api, "Pricing & plans")', 'topics contains any of (api, pricing)'],
    ['topics is one of (api, security)', 'topics contains any of (api, security)'],
    ['topics is none of (api, security)', 'topics does not contain any of (api, security)'],
    ['topics is not empty', 'topics is known'],
    ['createdate is within the last 2 weeks', 'createdate is within the last 14 days'],
    ['create date less than 30 days ago', 'createdate is within the last 30 days'],
    ['trial ends after 2026-01-31', 'trial_ends is after 2026-01-31'],
    ['trial ends is not before "2026-01-31"', 'trial_ends is not before 2026-01-31'],
    ['trial_ends > 2026-01-31', 'trial_ends is after 2026-01-31'],
    ['trial_ends >= 2026-01-31', 'trial_ends is not before 2026-01-31'],
    ['create date <= "2026-01-31"', 'createdate is not after 2026-01-31'],
    ['visited pricing at is known', 'zo_visited_pricing_at is known'],
    ['visited pricing at least 2 times', 'at least 2 visited pricings'],
  ])('with the properties of the portal, %s is %s', (written, canonical) => {
    if (canonical === null) expect(problemsOf(`${subject} ${written}`, portal)).not.toEqual([]);
    else expect(canonicalOf(written, portal)).toBe(canonical);
  });

  it('carries object, name, type and label in the tree; ours without a label', () => {
    expect(expressionOf('company industry = FINTECH AND contact zo_plan = free', portal)).toMatchObject({
      operands: [
        { property: { object: 'company', name: 'industry', type: 'enumeration', label: 'Industry' } },
        { property: { object: 'contact', name: 'zo_plan', type: 'string' } },
      ],
    });
  });

  it.each([
    ['company industri is known', 'There is no property "industri" of the company', '"company industry"', 8, 8],
    ['industry is known', 'There is no property and no signal "industry"', '"company industry"', 0, 8],
    ['job titel contains founder', 'There is no property and no signal "job titel"', '"jobtitle"', 0, 9],
    ['number of seats > 5', '2 properties have this label', '"seats" or "seats_wanted"', 0, 15],
    ['lifecyclestage > 3', 'lifecyclestage is a choice, so it has no order', '= or !=', 15, 1],
    [
      'zo_pql_score is activated',
      'zo_pql_score is a number, so it cannot be compared with text',
      '"zo_pql_score >= 50"',
      16,
      9,
    ],
    ['lifecyclestage is Leed', 'lifecyclestage is never "Leed"', '"lead"', 18, 4],
    [
      'lifecyclestage contains lead',
      'lifecyclestage is not text, so nothing can be looked for in it',
      '"is" or "is one of"',
      15,
      8,
    ],
    ['topics = api', 'topics is a set of choices, so it is asked what it contains', '"topics contains …"', 7, 1],
    [
      'topics contains all of (api, security)',
      'What contains all is asked for one by one',
      '"topics contains a AND topics contains b"',
      16,
      3,
    ],
    ['topics is between 1 and 2', 'topics is a set of choices, so it has no order', '"contains any of"', 7, 2],
    ['company is_public is maybe', 'company is_public is true or false', '"company is_public is true"', 21, 5],
    ['company is_public > 3', 'company is_public is true or false, so it has no order', '"is true"', 18, 1],
    [
      'company is_public contains true',
      'company is_public is not text, so nothing can be looked for in it',
      '"is true"',
      18,
      8,
    ],
    [
      'company is Acme',
      'The name of a property is missing after "company"',
      '"company number of employees is at least 50"',
      0,
      7,
    ],
    ['zo_pql_score more than 3 days ago', 'zo_pql_score is a number, so it has no days', '"zo_pql_score > 3"', 25, 4],
    [
      'trial_ends = 5',
      'trial_ends is a date, so it is compared with days',
      '"trial_ends is within the last 7 days", "is more than 7 days ago" or "is before 2026-01-31"',
      11,
      1,
    ],
    [
      'trial_ends = 2026-01-31',
      'The first and the last day are asked for one by one',
      '"trial_ends is after 2026-01-30 AND trial_ends is before 2026-02-01"',
      11,
      1,
    ],
    [
      'createdate is between 2026-01-01 and 2026-03-31',
      'The first and the last day are asked for one by one',
      '"createdate is after 2025-12-31 AND createdate is before 2026-04-01"',
      14,
      7,
    ],
    [
      'createdate is within the last 2 months',
      'A month is not always as long, so days are counted',
      '"60 days"',
      32,
      6,
    ],
  ])('says of %s: %s (write %s)', (written, message, suggestion, column, length) => {
    const span = { line: 1, column: subject.length + 2 + column, length };
    const [problem] = problemsOf(`${subject} ${written}`, portal);
    expect(problem).toMatchObject({ message, suggestion, span });
  });

  it('checks sentences about what every portal has where no portal is at hand', () => {
    expect(canonicalOf('company annual revenue > 1000000 AND lifecyclestage is "48211" AND hs_persona is known')).toBe(
      'company annualrevenue > 1000000 AND lifecyclestage = "48211" AND hs_persona is known',
    );
  });
});
