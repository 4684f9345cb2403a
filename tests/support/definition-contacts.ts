/** One and the same contact as our facts and as a record the sandbox's filters read. Values are empty now and then. */
import { emptyUsage, localDay, type PropertyRef, type ReadinessFacts } from '@zo/shared';
import type { FilterSubject } from '../../sandbox/hubspot/filters/evaluate-filters.ts';
import { asked, choicesOf, domainTypes, highestNumber, nearDays, words } from './random-definitions.ts';
import type { Random } from './seeded-random.ts';

type Values = Record<string, string>;

/** The first company is the primary one. */
export type Contact = { values: Values; companies: Values[] };

/** When and in which time zone a definition is decided. */
export type Moment = { now: number; timeZone: string };

const emptyShare = 0.12;
const dayMs = 86_400_000;
const everyProperty: PropertyRef[] = Object.values(asked).flat();

export function anyContact(random: Random, now: number): Contact {
  const companies = Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, () => anyValues(random, 'company', now));
  return { values: anyValues(random, 'contact', now), companies };
}

function anyValues(random: Random, object: PropertyRef['object'], now: number): Values {
  const filled = everyProperty.filter((property) => property.object === object && !random.chance(emptyShare));
  return Object.fromEntries(filled.map((property) => [property.name, anyValue(random, property, now)]));
}

/** As HubSpot sends it. */
function anyValue(random: Random, property: PropertyRef, now: number): string {
  switch (property.type) {
    case 'number':
      return String(random.whole(0, highestNumber));
    case 'string':
      return random.pick(words);
    case 'enumeration':
      return random.pick(choicesOf(property));
    case 'set':
      return random.some(choicesOf(property), 3).join(';');
    case 'bool':
      return String(random.chance(0.5));
    case 'date':
      return new Date(now + random.whole(-nearDays - 2, nearDays) * dayMs).toISOString().slice(0, 10);
    case 'datetime':
      return new Date(now + Math.round((random.next() * (2 * nearDays + 2) - nearDays - 2) * dayMs)).toISOString();
  }
}

const associations = { any: 279, primary: 1 };

export function subjectOf({ values, companies }: Contact): FilterSubject {
  return {
    valueOf: (property) => values[property],
    valuesEver: () => [],
    updatedAt: () => undefined,
    typeOf: (property) => everyProperty.find(({ name }) => name === property)?.type,
    associated: (_type, association) => {
      const linked = association === associations.primary ? companies.slice(0, 1) : companies;
      return linked.map((company) => subjectOf({ values: company, companies: [] }));
    },
  };
}

export function factsOf({ values, companies }: Contact, { now, timeZone }: Moment): ReadinessFacts {
  const dayOf = (ms: number) => localDay(ms, timeZone);
  return {
    contact: kept('contact', values),
    company: kept('company', companies[0] ?? {}),
    hasCompany: companies.length > 0,
    activity: { usage: emptyUsage(), today: dayOf(now), dayOf },
    emailDomainType: domainTypes.find((type) => type === values.zo_email_domain_type) ?? null,
  };
}

/** HubSpot's own stay as it sends them; of ours, numbers are numbers. */
function kept(object: PropertyRef['object'], from: Values): ReadinessFacts['contact'] {
  const ofObject = everyProperty.filter((property) => property.object === object);
  return Object.fromEntries(
    ofObject.map(({ name, type, label }) => {
      const value = from[name] ?? null;
      return [name, value !== null && type === 'number' && label === undefined ? Number(value) : value];
    }),
  );
}
