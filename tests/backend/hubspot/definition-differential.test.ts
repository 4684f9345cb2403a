/**
 * The definition decided twice: by our evaluator, and as HubSpot filters by the sandbox's filter engine. One hand wrote both,
 * so the filters' exact form is held against HubSpot's documented one in compile-filters.test.ts.
 */
import {
  type Condition,
  conditionsOf,
  type Expression,
  evaluateReadiness,
  findProperty,
  printDefinition,
} from '@zo/shared';
import { type CompanyAssociation, compileDefinition } from '../../../backend/hubspot/compile-definition.ts';
import { branchHolds } from '../../../sandbox/hubspot/filters/evaluate-filters.ts';
import { anyContact, type Contact, factsOf, subjectOf } from '../../support/definition-contacts.ts';
import { anyDefinition } from '../../support/random-definitions.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const definitions = 2_500;
const contactsEach = 12;

function filtersHold(expression: Expression, contact: Contact, association: CompanyAssociation): boolean {
  const { branches } = compileDefinition(expression, { association });
  const filterBranches = branches;
  const root = { filterBranchType: 'OR', filterBranchOperator: 'OR', filters: [], filterBranches };
  return branchHolds(root as Parameters<typeof branchHolds>[0], subjectOf(contact), 0);
}

function isReady(expression: Expression, contact: Contact): boolean {
  const definition = { subject: 'a free user' as const, expression, sentence: printDefinition(expression) };
  return evaluateReadiness(definition, factsOf(contact)).ready === 'yes';
}

/** "number >=", "text is one of". */
function usesOf(condition: Condition): string {
  if (condition.kind === 'personal email domain') return `personal email domain ${condition.is}`;
  if (!('property' in condition)) return condition.kind;
  const type = findProperty(condition.property.name)?.type;
  const form = condition.kind === 'comparison' ? condition.operator : `${condition.is ? '' : 'not '}${condition.kind}`;
  return `${type} ${form}`;
}

const numberForms = ['=', '!=', '>', '>=', '<', '<=', 'one of', 'not one of', 'between', 'not between'];
const textForms = ['=', '!=', 'one of', 'not one of', 'contains', 'not contains'];
const choiceForms = ['=', '!=', 'one of', 'not one of'];
const everyUse = [
  ...[...numberForms, 'known', 'not known'].map((form) => `number ${form}`),
  ...[...textForms, 'known', 'not known'].map((form) => `string ${form}`),
  ...[...choiceForms, 'known', 'not known'].map((form) => `enumeration ${form}`),
  'personal email domain true',
  'personal email domain false',
];

describe('a definition as evaluator and as HubSpot filters', () => {
  it('gives the same verdict for every contact', () => {
    const random = seededRandom(20_260_310);
    const uses = new Map<string, number>();
    const counted = { cases: 0, ready: 0, carried: 0, withoutCompany: 0, severalCompanies: 0 };
    for (let round = 0; round < definitions; round++) {
      const expression = anyDefinition(random);
      const { carried } = compileDefinition(expression);
      for (const use of conditionsOf(expression).map(usesOf)) uses.set(use, (uses.get(use) ?? 0) + 1);
      for (let each = 0; each < contactsEach; each++) {
        const contact = anyContact(random);
        const ready = isReady(expression, contact);
        contact.values.zo_sql_ready = ready ? 'yes' : 'no';
        const story = { sentence: printDefinition(expression), contact };
        expect({ ...story, holds: filtersHold(expression, contact, 'primary') }).toEqual({ ...story, holds: ready });
        const ofAnyCompany = filtersHold(expression, contact, 'any');
        if (contact.companies.length <= 1)
          expect({ ...story, holds: ofAnyCompany }).toEqual({ ...story, holds: ready });
        else if (ready) expect({ ...story, holds: ofAnyCompany }).toEqual({ ...story, holds: true });
        counted.cases += 1;
        counted.ready += Number(ready);
        counted.carried += Number(carried.length > 0);
        counted.withoutCompany += Number(contact.companies.length === 0);
        counted.severalCompanies += Number(contact.companies.length > 1);
      }
    }
    expect(counted.cases).toBeGreaterThanOrEqual(20_000);
    expect(counted.ready / counted.cases).toBeGreaterThan(0.25);
    expect(counted.ready / counted.cases).toBeLessThan(0.75);
    expect(counted.carried / counted.cases).toBeLessThan(0.2);
    expect(counted.withoutCompany).toBeGreaterThan(1_000);
    expect(counted.severalCompanies).toBeGreaterThan(1_000);
    expect(everyUse.filter((use) => (uses.get(use) ?? 0) < 100)).toEqual([]);
  }, 120_000);
});
