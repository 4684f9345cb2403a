/** Definitions about few properties with few values, so that they meet contacts often enough. */
import {
  type ComparisonOperator,
  type Condition,
  createCatalogue,
  type Expression,
  findImpossible,
  isGroup,
  joinOperands,
  negate,
  type PropertyDefinition,
  type PropertyRef,
  type PropertyType,
} from '@zo/shared';
import type { Random } from './seeded-random.ts';

const ours = (object: PropertyRef['object'], name: string, type: PropertyType): PropertyRef => ({ object, name, type });
const hubspots = (object: PropertyRef['object'], name: string, type: PropertyType): PropertyRef => ({
  object,
  name,
  type,
  label: name.replaceAll('_', ' '),
});

export const asked = {
  number: [
    ours('contact', 'zo_pql_score', 'number'),
    ours('contact', 'zo_key_actions_7d', 'number'),
    ours('company', 'zo_company_active_users', 'number'),
    hubspots('contact', 'seats_wanted', 'number'),
    hubspots('company', 'numberofemployees', 'number'),
  ],
  string: [
    ours('contact', 'zo_plan', 'string'),
    ours('company', 'zo_company_id', 'string'),
    hubspots('contact', 'jobtitle', 'string'),
    hubspots('company', 'city', 'string'),
  ],
  enumeration: [
    ours('contact', 'zo_email_domain_type', 'enumeration'),
    hubspots('contact', 'persona', 'enumeration'),
    hubspots('company', 'industry', 'enumeration'),
  ],
  set: [hubspots('contact', 'topics', 'set'), hubspots('company', 'web_technologies', 'set')],
  bool: [hubspots('contact', 'hs_is_unworked', 'bool'), hubspots('company', 'is_public', 'bool')],
  date: [hubspots('contact', 'trial_ends', 'date'), hubspots('company', 'renewal', 'date')],
  datetime: [hubspots('contact', 'createdate', 'datetime'), hubspots('company', 'notes_last_contacted', 'datetime')],
} satisfies Record<PropertyType, PropertyRef[]>;

export const domainTypes = ['business', 'personal', 'disposable'] as const;
export const choices = ['alpha', 'Alpha', 'BETA', 'gamma ray'] as const;
export const words = ['free', 'FREE', 'Team', 'team plan', 'Report "A"', 'free trial'] as const;
export const highestNumber = 8;
/** Days around today on which dates and moments fall, and windows end. */
export const nearDays = 6;

export function choicesOf({ name }: PropertyRef): readonly string[] {
  return name === 'zo_email_domain_type' ? domainTypes : choices;
}

/** The portal the definitions are about. */
export const portalCatalogue = createCatalogue(
  Object.values(asked)
    .flat()
    .filter(({ label }) => label !== undefined)
    .map((property): PropertyDefinition => {
      const hasChoices = property.type === 'enumeration' || property.type === 'set';
      const options = choices.map((value) => ({ value, label: value }));
      const about = { fieldType: 'text', source: 'hubspot', description: '', label: property.label ?? '' } as const;
      return { ...property, ...about, ...(hasChoices && { options }) };
    }),
);

const operators: ComparisonOperator[] = ['=', '!=', '>', '>=', '<', '<='];
const eitherWay = (form: string) => [form, `not ${form}`];

/** Everything that can be asked of each type of property. */
export const forms: Record<PropertyType, string[]> = {
  number: [...operators, ...['one of', 'between', 'known'].flatMap(eitherWay)],
  string: ['=', '!=', ...['one of', 'contains', 'contains any', 'known'].flatMap(eitherWay)],
  enumeration: ['=', '!=', ...['one of', 'known'].flatMap(eitherWay)],
  set: ['contains', 'contains any', 'known'].flatMap(eitherWay),
  bool: ['true', 'known'].flatMap(eitherWay),
  date: ['within', 'ago', 'before', 'after', 'known'].flatMap(eitherWay),
  datetime: ['within', 'ago', 'before', 'after', 'known'].flatMap(eitherWay),
};

const everyForm = Object.entries(forms).flatMap(([type, all]) =>
  all.map((form) => ({ type: type as PropertyType, form })),
);

/** `today`: the local day the definition is decided on. */
export function anyDefinition(random: Random, today: number): Expression {
  for (;;) {
    const expression = anyTree(random, 3, today);
    if (findImpossible(expression, portalCatalogue).length === 0) return expression;
  }
}

/** Now and then one that nobody can meet. */
export function anyTree(random: Random, depth: number, today: number): Expression {
  if (depth === 0 || random.chance(0.3)) return anyCondition(random, today);
  const operands = Array.from({ length: random.whole(2, 3) }, () => anyTree(random, depth - 1, today));
  const joined = joinOperands(random.chance(0.4) ? 'and' : 'or', operands);
  return isGroup(joined) && random.chance(0.25) ? negate(joined) : joined;
}

function anyCondition(random: Random, today: number): Condition {
  if (random.chance(0.04)) return { kind: 'personal email domain', is: random.chance(0.5) };
  const { type, form } = random.pick(everyForm);
  const property = random.pick<PropertyRef>(asked[type]);
  const is = !form.startsWith('not ');
  const kind = is ? form : form.slice('not '.length);
  switch (kind) {
    case 'known':
    case 'true':
      return { kind, property, is };
    case 'one of':
      return { kind, property, is, values: type === 'number' ? twoNumbers(random) : twoTexts(random, property) };
    case 'between': {
      const [from, to] = twoNumbers(random);
      return { kind, property, is, from, to };
    }
    case 'contains':
      return { kind, property, is, value: partOf(random, property) };
    case 'contains any':
      return {
        kind,
        property,
        is,
        values: type === 'set' ? twoTexts(random, property) : ['e t', random.pick(['FREE', '"'])],
      };
    case 'within':
    case 'ago':
      return { kind: 'moment', property, is, test: kind, days: random.whole(1, nearDays) };
    case 'before':
    case 'after':
      return { kind: 'moment', property, is, test: kind, days: today + random.whole(-nearDays, nearDays) };
    default:
      return { kind: 'comparison', property, operator: form as ComparisonOperator, value: valueFor(random, property) };
  }
}

function valueFor(random: Random, property: PropertyRef): string | number {
  if (property.type === 'number') return random.whole(0, highestNumber);
  return random.pick(property.type === 'string' ? words : choicesOf(property));
}

function twoNumbers(random: Random): [number, number] {
  const low = random.whole(0, highestNumber);
  return [low, Math.min(highestNumber + 1, low + random.whole(1, 3))];
}

function twoTexts(random: Random, property: PropertyRef): string[] {
  if (property.type === 'string') return ['Free', random.pick(words.slice(2))];
  const [first, ...others] = random.chance(0.5) ? choicesOf(property) : choicesOf(property).toReversed();
  return [first!, random.pick(others)];
}

function partOf(random: Random, property: PropertyRef): string {
  return property.type === 'set' ? random.pick(choices) : random.pick(['e', 'TEAM', 'free', ' ', '"']);
}
