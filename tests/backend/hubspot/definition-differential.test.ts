/**
 * The definition decided twice: by our evaluator, and as HubSpot filters by the sandbox's filter engine. One hand wrote both,
 * so the filters' exact form is held against HubSpot's documented one in compile-filters.test.ts, and the engine against
 * written-out cases in the sandbox's own tests.
 */
import {
  type Condition,
  conditionsOf,
  type Expression,
  evaluateReadiness,
  localDay,
  type PropertyType,
  printDefinition,
} from '@zo/shared';
import { type CompanyAssociation, compileDefinition } from '../../../backend/hubspot/compile-definition.ts';
import { branchHolds } from '../../../sandbox/hubspot/filters/evaluate-filters.ts';
import { anyContact, type Contact, factsOf, type Moment, subjectOf } from '../../support/definition-contacts.ts';
import { anyDefinition, forms } from '../../support/random-definitions.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const definitions = 3_400;
const contactsEach = 10;
const dayMs = 86_400_000;
const timeZones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];

type Compiled = Record<CompanyAssociation, ReturnType<typeof compileDefinition>>;

function compiledFor(expression: Expression, timeZone: string): Compiled {
  return {
    any: compileDefinition(expression, { association: 'any', timeZone }),
    primary: compileDefinition(expression, { association: 'primary', timeZone }),
  };
}

function filtersHold({ branches }: Compiled[CompanyAssociation], contact: Contact, now: number): boolean {
  const root = { filterBranchType: 'OR', filterBranchOperator: 'OR', filters: [], filterBranches: branches };
  return branchHolds(root as Parameters<typeof branchHolds>[0], subjectOf(contact), now);
}

function isReady(expression: Expression, contact: Contact, moment: Moment): boolean {
  const definition = { subject: 'a free user' as const, expression, sentence: '' };
  return evaluateReadiness(definition, factsOf(contact, moment)).ready === 'yes';
}

/** "number >=", "string not one of". */
function useOf(condition: Condition): string {
  if (condition.kind === 'personal email domain') return `personal email domain ${condition.is}`;
  if (!('property' in condition)) return condition.kind;
  const { type } = condition.property;
  if (condition.kind === 'comparison') return `${type} ${condition.operator}`;
  const form = condition.kind === 'moment' ? condition.test : condition.kind;
  return `${type} ${condition.is ? '' : 'not '}${form}`;
}

/** HubSpot's today for dates is that of UTC, so no filter says them exactly. */
const alwaysCarried = ['date within', 'date not within', 'date ago', 'date not ago'];

const everyUse = [
  ...Object.keys(forms)
    .flatMap((type) => forms[type as PropertyType].map((form) => `${type} ${form}`))
    .filter((use) => !alwaysCarried.includes(use)),
  'personal email domain true',
  'personal email domain false',
];

describe('a definition as evaluator and as HubSpot filters', () => {
  /** Only where the filters say all of it: what `zo_sql_ready` carries is our own verdict once more, and counts apart. */
  it('gives the same verdict for every contact', () => {
    const random = seededRandom(20_260_310);
    const uses = new Map<string, number>();
    const counted = { cases: 0, ready: 0, carriedCases: 0, withoutCompany: 0, severalCompanies: 0, emptyValues: 0 };
    for (let one = 0; one < definitions; one++) {
      const now = Date.UTC(2026, 0, 1) + Math.floor(random.next() * 365 * dayMs);
      const moment: Moment = { now, timeZone: random.pick(timeZones) };
      const expression = anyDefinition(random, localDay(now, moment.timeZone));
      const compiled = compiledFor(expression, moment.timeZone);
      const isCarried = compiled.primary.carried.length > 0;
      const asked = isCarried ? [] : conditionsOf(expression).map(useOf);
      for (const use of asked) uses.set(use, (uses.get(use) ?? 0) + contactsEach);
      for (let each = 0; each < contactsEach; each++) {
        const contact = anyContact(random, now);
        const ready = isReady(expression, contact, moment);
        contact.values.zo_sql_ready = ready ? 'yes' : 'no';
        const holds = filtersHold(compiled.primary, contact, now);
        const holdsOfAny = filtersHold(compiled.any, contact, now);
        const mayDiffer = contact.companies.length > 1 && !ready;
        if (holds !== ready || (holdsOfAny !== ready && !mayDiffer)) {
          expect({ sentence: printDefinition(expression), contact, moment, holds, holdsOfAny }).toBe(ready);
        }
        if (isCarried) {
          counted.carriedCases += 1;
          continue;
        }
        counted.cases += 1;
        counted.ready += Number(ready);
        counted.withoutCompany += Number(contact.companies.length === 0);
        counted.severalCompanies += Number(contact.companies.length > 1);
        counted.emptyValues += Number(Object.keys(contact.values).length < 10);
      }
    }
    expect(counted.cases).toBeGreaterThanOrEqual(20_000);
    expect(counted.ready / counted.cases).toBeGreaterThan(0.25);
    expect(counted.ready / counted.cases).toBeLessThan(0.75);
    expect(counted.carriedCases).toBeGreaterThan(1_000);
    expect(counted.withoutCompany).toBeGreaterThan(1_000);
    expect(counted.severalCompanies).toBeGreaterThan(1_000);
    expect(counted.emptyValues).toBeGreaterThan(1_000);
    expect(everyUse.filter((use) => (uses.get(use) ?? 0) < 1_000)).toEqual([]);
  }, 120_000);
});
