/** Conditions on HubSpot's own properties, held against values as HubSpot sends them. */
import {
  createCatalogue,
  crossingTrigger,
  type Definition,
  emptyUsage,
  evaluateReadiness,
  labelOfClause,
  localDay,
  nextChangeDay,
  type PropertyDefinition,
  parseDefinition,
  type ReadinessFacts,
  readinessFacts,
  readinessWords,
  usedHubspotProperties,
} from '@zo/shared';
import { parsedValue, subject } from '../support/definitions.ts';

const choices = ['alpha', 'beta', 'Beta'].map((value) => ({ value, label: `The ${value}` }));
const added = (
  object: 'contact' | 'company',
  name: string,
  label: string,
  type: PropertyDefinition['type'],
): PropertyDefinition => ({
  object,
  name,
  label,
  type,
  fieldType: 'text',
  source: 'hubspot',
  description: '',
  ...((type === 'enumeration' || type === 'set') && { options: choices }),
});
const catalogue = createCatalogue([
  added('contact', 'jobtitle', 'Job Title', 'string'),
  added('contact', 'seats', 'Seats wanted', 'number'),
  added('contact', 'unworked', 'Contact unworked', 'bool'),
  added('contact', 'persona', 'Persona', 'enumeration'),
  added('contact', 'topics', 'Topics', 'set'),
  added('contact', 'trial_ends', 'Trial ends', 'date'),
  added('contact', 'seen_at', 'Last seen', 'datetime'),
  added('company', 'numberofemployees', 'Number of Employees', 'number'),
  added('company', 'city', 'City', 'string'),
]);

const timeZone = 'America/New_York';
const dayOf = (ms: number) => localDay(ms, timeZone);
/** Still 9 March in New York. */
const now = Date.parse('2026-03-10T02:00:00Z');

function define(conditions: string): Definition {
  return parsedValue(parseDefinition(`${subject} ${conditions}`, { catalogue }));
}

type Values = Record<string, string | null>;

function factsOf(contact: Values, company: Values | null = {}): ReadinessFacts {
  return readinessFacts({
    profile: { userId: 'u1', plan: null, emailDomainType: null },
    usage: emptyUsage(),
    scorePoints: 0,
    company: null,
    hubspot: { contact, company },
    today: dayOf(now),
    dayOf,
  });
}

function answer(conditions: string, contact: Values, company?: Values | null): string {
  const readiness = evaluateReadiness(define(conditions), factsOf(contact, company));
  return `${readiness.ready}: ${readinessWords(readiness).replace(/^\d of \d: /, '')}`;
}

describe('a condition on one of HubSpot’s own properties', () => {
  it.each<[string, Values, string]>([
    ['jobtitle contains founder', { jobtitle: 'Co-Founder' }, 'yes: ready'],
    ['jobtitle contains founder', { jobtitle: 'CEO' }, 'no: missing job title containing founder (is CEO)'],
    ['jobtitle contains founder', { jobtitle: '' }, 'unknown: missing job title (not known)'],
    ['jobtitle contains any of (ceo, founder)', { jobtitle: 'CEO' }, 'yes: ready'],
    [
      'jobtitle contains any of (cto, founder)',
      { jobtitle: 'CEO' },
      'no: missing job title containing cto or founder (is CEO)',
    ],
    [
      'jobtitle does not contain any of (ceo, founder)',
      { jobtitle: 'CEO' },
      'no: missing job title not containing ceo or founder (is CEO)',
    ],
    ['seats >= 2.5', { seats: '3' }, 'yes: ready'],
    ['seats >= 5', { seats: '3' }, 'no: missing 2 more seats wanted (has 3, needs 5)'],
    ['seats >= 5', { seats: 'many' }, 'unknown: missing seats wanted (not known)'],
    ['seats is known', { seats: '0' }, 'yes: ready'],
    ['seats is empty', {}, 'unknown: missing seats wanted (not known)'],
    ['seats is empty', { seats: null }, 'yes: ready'],
    ['unworked is true', { unworked: 'true' }, 'yes: ready'],
    ['unworked is true', { unworked: 'false' }, 'no: missing contact unworked: yes (is no)'],
    ['unworked is false', { unworked: 'false' }, 'yes: ready'],
    ['unworked is false', { unworked: null }, 'unknown: missing contact unworked (not known)'],
    ['persona = beta', { persona: 'beta' }, 'yes: ready'],
    ['persona = beta', { persona: 'Beta' }, 'no: missing persona The beta (is The Beta)'],
    ['persona is one of (alpha, Beta)', { persona: 'Beta' }, 'yes: ready'],
    ['persona != alpha', { persona: 'alpha' }, 'no: missing persona other than The alpha (is The alpha)'],
    ['topics contains beta', { topics: 'alpha;beta' }, 'yes: ready'],
    [
      'topics contains beta',
      { topics: 'alpha;Beta' },
      'no: missing topics containing The beta (is The alpha, The Beta)',
    ],
    ['topics contains any of (beta, alpha)', { topics: 'alpha' }, 'yes: ready'],
    [
      'topics does not contain alpha',
      { topics: 'alpha;beta' },
      'no: missing topics not containing The alpha (is The alpha, The beta)',
    ],
    ['topics does not contain alpha', { topics: null }, 'unknown: missing topics (not known)'],
    ['trial_ends is before 2026-03-10', { trial_ends: '2026-03-09' }, 'yes: ready'],
    [
      'trial_ends is before 2026-03-10',
      { trial_ends: '2026-03-10' },
      'no: missing trial ends before 2026-03-10 (is 2026-03-10)',
    ],
    ['trial_ends is after 2026-03-09', { trial_ends: '2026-03-10' }, 'yes: ready'],
    ['trial_ends is within the last 1 day', { trial_ends: '2026-03-09' }, 'yes: ready'],
    [
      'trial_ends is within the last 7 days',
      { trial_ends: '2026-03-10' },
      'no: missing trial ends within the last 7 days (is 2026-03-10)',
    ],
    [
      'trial_ends is within the last 7 days',
      { trial_ends: '1772409600000' },
      'no: missing trial ends within the last 7 days (is 2026-03-02)',
    ],
    ['trial_ends is more than 3 days ago', { trial_ends: '2026-03-05' }, 'yes: ready'],
    ['seen_at is within the last 1 day', { seen_at: '2026-03-09T05:00:00.000Z' }, 'yes: ready'],
    [
      'seen_at is within the last 1 day',
      { seen_at: '2026-03-09T03:59:59.999Z' },
      'no: missing last seen within the last 1 day (is 2026-03-08)',
    ],
    ['seen_at is before 2026-03-09', { seen_at: '2026-03-09T03:00:00.000Z' }, 'yes: ready'],
    ['seen_at is not after 2026-03-08', { seen_at: '1773025200000' }, 'yes: ready'],
    ['seen_at is more than 3 days ago', { seen_at: 'soon' }, 'unknown: missing last seen (not known)'],
    ['seen_at is known', { seen_at: '2026-03-09T03:00:00.000Z' }, 'yes: ready'],
    ['seen_at is empty', { seen_at: null }, 'yes: ready'],
  ])('%s of %j: %s', (conditions, values, words) => {
    expect(answer(conditions, values)).toBe(words);
  });

  it.each<[string, Values | null, string]>([
    ['company numberofemployees >= 50', { numberofemployees: '85' }, 'yes: ready'],
    [
      'company numberofemployees >= 50',
      { numberofemployees: '30' },
      'no: missing 20 more employees (has 30, needs 50)',
    ],
    ['company numberofemployees >= 50', null, 'unknown: missing number of employees (not known)'],
    ['company city is empty', { city: null }, 'yes: ready'],
    ['company city is empty', null, 'unknown: missing city (not known)'],
  ])('%s of the primary company %j: %s', (conditions, company, words) => {
    expect(answer(conditions, {}, company)).toBe(words);
  });

  it('is called by the portal’s label on the card, and told so when it was met last', () => {
    const definition = define('seats >= 5 AND jobtitle contains founder');
    expect(labelOfClause(definition.expression)).toBe('Seats wanted or Job Title');
    const before = evaluateReadiness(definition, factsOf({ seats: '5', jobtitle: 'CEO' }));
    const after = evaluateReadiness(definition, factsOf({ seats: '5', jobtitle: 'Founder' }));
    expect(crossingTrigger(before, after, definition)).toMatchObject({
      property: 'jobtitle',
      words: 'job title is now Founder',
    });
  });

  it('has to be read from HubSpot, each once; ours have not', () => {
    const definition = define('seats >= 5 AND (seats < 9 OR company city is known) AND zo_pql_score > 5');
    expect(usedHubspotProperties({ definition })).toEqual({ contact: ['seats'], company: ['city'] });
  });
});

describe('when time alone changes it', () => {
  const playbook = (conditions: string) => ({ score: [], definition: define(conditions) });

  it.each<[string, Values, number | null]>([
    ['seen_at is within the last 7 days', { seen_at: '2026-03-08T12:00:00.000Z' }, 6],
    ['seen_at is within the last 7 days', { seen_at: '2026-03-12T12:00:00.000Z' }, 3],
    ['trial_ends is more than 3 days ago', { trial_ends: '2026-03-09' }, 4],
    ['trial_ends is more than 3 days ago', { trial_ends: '2026-03-01' }, null],
    ['trial_ends is before 2026-03-20', { trial_ends: '2026-03-09' }, null],
    ['seen_at is within the last 7 days', {}, null],
  ])('%s of %j: in %p days', (conditions, values, days) => {
    const facts = factsOf(values);
    const today = dayOf(now);
    const day = nextChangeDay(playbook(conditions), emptyUsage(), today, dayOf, facts);
    expect(day === null ? null : day - today).toBe(days);
  });
});
