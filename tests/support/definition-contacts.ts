/** One and the same contact as our facts and as a record the sandbox's filters read. Values are empty now and then. */
import { findProperty, type ReadinessFacts } from '@zo/shared';
import type { FilterSubject } from '../../sandbox/hubspot/filters/evaluate-filters.ts';
import { domainType, domainTypes, highestNumber, numbers, texts, words } from './random-definitions.ts';
import type { Random } from './seeded-random.ts';

type Values = Record<string, string>;

/** The first company is the primary one. */
export type Contact = { values: Values; companies: Values[] };

const emptyShare = 0.15;

export function anyContact(random: Random): Contact {
  const companies = Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, () => anyValues(random, 'company'));
  return { values: anyValues(random, 'contact'), companies };
}

function anyValues(random: Random, object: 'contact' | 'company'): Values {
  const values: Values = {};
  const give = (name: string, value: string) => {
    if (!random.chance(emptyShare)) values[name] = value;
  };
  for (const property of numbers.filter((one) => one.object === object)) {
    give(property.name, String(random.whole(0, highestNumber)));
  }
  for (const property of texts.filter((one) => one.object === object)) give(property.name, random.pick(words));
  if (object === 'contact') give(domainType.name, random.pick(domainTypes));
  return values;
}

const associations = { any: 279, primary: 1 };

export function subjectOf({ values, companies }: Contact): FilterSubject {
  return {
    valueOf: (property) => values[property],
    valuesEver: () => [],
    updatedAt: () => undefined,
    typeOf: (property) => findProperty(property)?.type,
    associated: (_type, association) => {
      const linked = association === associations.primary ? companies.slice(0, 1) : companies;
      return linked.map((company) => subjectOf({ values: company, companies: [] }));
    },
  };
}

export function factsOf({ values, companies }: Contact): ReadinessFacts {
  const typed = (object: 'contact' | 'company', from: Values) =>
    Object.fromEntries(
      [...numbers, ...texts, domainType]
        .filter((property) => property.object === object)
        .map(({ name }) => [name, typedValue(name, from[name])]),
    );
  const email = domainTypes.find((type) => type === values[domainType.name]) ?? null;
  return {
    contact: typed('contact', values),
    company: typed('company', companies[0] ?? {}),
    hasCompany: companies.length > 0,
    emailDomainType: email,
  };
}

function typedValue(name: string, value: string | undefined): string | number | null {
  if (value === undefined) return null;
  return findProperty(name)?.type === 'number' ? Number(value) : value;
}
