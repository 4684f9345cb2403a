import { branchHolds, type FilterSubject, filterHolds } from '../../../sandbox/hubspot/filters/evaluate-filters.ts';
import type { FilterBranch, PropertyFilter } from '../../../sandbox/hubspot/flows/flow.ts';

const now = Date.parse('2026-11-24T09:00:00Z');

type Has = {
  values?: Record<string, string>;
  ever?: Record<string, string[]>;
  updated?: Record<string, number>;
  companies?: FilterSubject[];
};

function subject({ values = {}, ever = {}, updated = {}, companies = [] }: Has = {}): FilterSubject {
  return {
    valueOf: (property) => values[property],
    valuesEver: (property) => ever[property] ?? [],
    updatedAt: (property) => updated[property],
    typeOf: () => 'string',
    associated: (objectTypeId, typeId) => (objectTypeId === '0-2' && typeId === 279 ? companies : []),
  };
}

const filter = (operationType: string, operator: string, more: Record<string, unknown> = {}): PropertyFilter => ({
  filterType: 'PROPERTY',
  property: 'p',
  operation: { operationType, operator, includeObjectsWithNoValueSet: false, ...more },
});

describe('a property filter', () => {
  it.each<[string, string, Record<string, unknown>, string | undefined, boolean]>([
    ['ENUMERATION', 'IS_ANY_OF', { values: ['a', 'b'] }, 'b', true],
    ['ENUMERATION', 'IS_ANY_OF', { values: ['a'] }, 'A', false],
    ['ENUMERATION', 'IS_ANY_OF', { values: ['a'] }, undefined, false],
    ['ENUMERATION', 'IS_ANY_OF', { values: ['a'], includeObjectsWithNoValueSet: true }, undefined, true],
    ['ENUMERATION', 'IS_NONE_OF', { values: ['a'] }, 'b', true],
    ['ENUMERATION', 'IS_NONE_OF', { values: ['a'] }, undefined, false],
    ['ENUMERATION', 'IS_NONE_OF', { values: ['a'], includeObjectsWithNoValueSet: true }, undefined, true],
    ['ENUMERATION', 'IS_EXACTLY', { values: ['a', 'b'] }, 'b;a', true],
    ['ENUMERATION', 'IS_EXACTLY', { values: ['a', 'b'] }, 'a', false],
    ['ENUMERATION', 'IS_NOT_EXACTLY', { values: ['a'] }, 'a;b', true],
    ['ENUMERATION', 'CONTAINS_ALL', { values: ['a', 'b'] }, 'c;b;a', true],
    ['ENUMERATION', 'DOES_NOT_CONTAIN_ALL', { values: ['a', 'b'] }, 'a;c', true],
    ['MULTISTRING', 'IS_EQUAL_TO', { values: ['x', 'Yes'] }, 'yes', true],
    ['MULTISTRING', 'IS_NOT_EQUAL_TO', { values: ['x', 'y'] }, 'y', false],
    ['MULTISTRING', 'CONTAINS', { values: ['@gmail'] }, 'ana@gmail.com', true],
    ['MULTISTRING', 'DOES_NOT_CONTAIN', { values: ['@gmail', '@gmx'] }, 'ana@gmx.de', false],
    ['MULTISTRING', 'ENDS_WITH', { values: ['.test'] }, 'ana@acme.test', true],
    ['STRING', 'STARTS_WITH', { value: 'An' }, 'ana', true],
    ['STRING', 'IS_EQUAL_TO', { value: 'activated' }, 'activated', true],
    ['STRING', 'IS_NOT_EQUAL_TO', { value: 'activated' }, undefined, false],
    ['NUMBER', 'IS_EQUAL_TO', { value: 50 }, '50.0', true],
    ['NUMBER', 'IS_NOT_EQUAL_TO', { value: 50 }, '50', false],
    ['NUMBER', 'IS_GREATER_THAN', { value: 50 }, '50', false],
    ['NUMBER', 'IS_GREATER_THAN_OR_EQUAL_TO', { value: 50 }, '50', true],
    ['NUMBER', 'IS_GREATER_THAN_OR_EQUAL_TO', { value: 9 }, '10', true],
    ['NUMBER', 'IS_LESS_THAN', { value: 30 }, '22', true],
    ['NUMBER', 'IS_LESS_THAN_OR_EQUAL_TO', { value: 30 }, '31', false],
    ['NUMBER', 'IS_GREATER_THAN', { value: 1 }, undefined, false],
    ['NUMBER_RANGED', 'IS_BETWEEN', { lowerBound: 1, upperBound: 5 }, '5', true],
    ['NUMBER_RANGED', 'IS_NOT_BETWEEN', { lowerBound: 1, upperBound: 5 }, '6', true],
    ['ENUMERATION', 'IS_ANY_OF', { values: ['b', 'c'] }, 'a;b', true],
    ['ENUMERATION', 'IS_ANY_OF', { values: ['c'] }, 'a;b', false],
    ['ENUMERATION', 'IS_ANY_OF', { values: ['a'] }, 'ab;ba', false],
    ['ENUMERATION', 'IS_NONE_OF', { values: ['b', 'c'] }, 'a;b', false],
    ['ENUMERATION', 'IS_NONE_OF', { values: ['c'] }, 'a;b', true],
    ['MULTISTRING', 'CONTAINS', { values: ['founder', 'chief'] }, 'Co-Founder', true],
    ['MULTISTRING', 'DOES_NOT_CONTAIN', { values: ['founder', 'chief'] }, undefined, false],
    ['NUMBER', 'IS_EQUAL_TO', { value: 12.5 }, '12.5', true],
    ['BOOL', 'IS_EQUAL_TO', { value: true }, 'true', true],
    ['BOOL', 'IS_EQUAL_TO', { value: false }, 'false', true],
    ['BOOL', 'IS_EQUAL_TO', { value: false }, 'true', false],
    ['BOOL', 'IS_EQUAL_TO', { value: false }, undefined, false],
    ['BOOL', 'IS_NOT_EQUAL_TO', { value: true }, 'true', false],
    ['ALL_PROPERTY', 'IS_KNOWN', {}, 'x', true],
    ['ALL_PROPERTY', 'IS_KNOWN', {}, undefined, false],
    ['ALL_PROPERTY', 'IS_UNKNOWN', {}, undefined, true],
  ])('%s %s %j with %p is %p', (operationType, operator, more, value, expected) => {
    const have = subject(value === undefined ? {} : { values: { p: value } });
    expect(filterHolds(filter(operationType, operator, more), have, now)).toBe(expected);
  });

  it.each<[string, string, Record<string, unknown>, string[], boolean]>([
    ['ENUMERATION', 'HAS_EVER_BEEN_ANY_OF', { values: ['a'] }, ['a', 'b'], true],
    ['ENUMERATION', 'HAS_NEVER_BEEN_ANY_OF', { values: ['a'] }, ['a', 'b'], false],
    ['NUMBER', 'HAS_EVER_BEEN_EQUAL_TO', { value: 7 }, ['5', '7', '9'], true],
    ['BOOL', 'HAS_EVER_BEEN_EQUAL_TO', { value: true }, ['false'], false],
  ])('%s %s %j looks at the history %j: %p', (operationType, operator, more, ever, expected) => {
    const have = subject({ values: { p: ever.at(-1) ?? '' }, ever: { p: ever } });
    expect(filterHolds(filter(operationType, operator, more), have, now)).toBe(expected);
  });

  const threeDaysAgo = {
    timeType: 'INDEXED',
    indexReference: { referenceType: 'NOW' },
    offset: { days: -3 },
    zoneId: 'Europe/Berlin',
  };
  const today = { timeType: 'INDEXED', indexReference: { referenceType: 'TODAY' }, zoneId: 'Europe/Berlin' };
  const date = { timeType: 'DATE', year: 2026, month: 11, day: 24, zoneId: 'Europe/Berlin' };

  it.each<[string, Record<string, unknown>, string, boolean]>([
    ['IS_AFTER', { timePoint: threeDaysAgo }, '2026-11-22T00:00:00.000Z', true],
    ['IS_BEFORE', { timePoint: threeDaysAgo }, '2026-11-20T00:00:00.000Z', true],
    ['IS_AFTER', { timePoint: today }, '2026-11-23T23:30:00.000Z', true],
    ['IS_AFTER', { timePoint: date }, '2026-11-23T23:00:00.000Z', false],
    ['IS_AFTER', { timePoint: date, endpointBehavior: 'INCLUSIVE' }, '2026-11-23T23:00:00.000Z', true],
    ['IS_BEFORE', { timePoint: date, endpointBehavior: 'EXCLUSIVE' }, '2026-11-23T22:59:59.999Z', true],
    ['IS_BEFORE', { timePoint: date, endpointBehavior: 'EXCLUSIVE' }, '2026-11-23T23:00:00.000Z', false],
    ['IS_BEFORE', { timePoint: { ...date, zoneId: 'UTC' } }, '2026-11-23', true],
    ['IS_BEFORE', { timePoint: { ...date, zoneId: 'UTC' } }, '2026-11-24', false],
    ['IS_AFTER', { timePoint: { ...date, zoneId: 'UTC' }, endpointBehavior: 'INCLUSIVE' }, '2026-11-24', true],
    ['IS_AFTER', { timePoint: { ...today, offset: { days: -6 } } }, '2026-11-17T23:00:00.001Z', true],
    ['IS_AFTER', { timePoint: { ...today, offset: { days: -6 } } }, '2026-11-17T22:59:59.999Z', false],
  ])('TIME_POINT %s %j with %s is %p', (operator, more, value, expected) => {
    expect(filterHolds(filter('TIME_POINT', operator, more), subject({ values: { p: value } }), now)).toBe(expected);
  });

  const lastSevenDays = {
    propertyParser: 'VALUE',
    lowerBoundTimePoint: { ...today, offset: { days: -6 } },
    upperBoundTimePoint: { ...today, offset: { days: 1 } },
    lowerBoundEndpointBehavior: 'INCLUSIVE',
    upperBoundEndpointBehavior: 'EXCLUSIVE',
  };

  it.each<[string, string | undefined, boolean]>([
    ['IS_BETWEEN', '2026-11-17T23:00:00.000Z', true],
    ['IS_BETWEEN', '2026-11-17T22:59:59.999Z', false],
    ['IS_BETWEEN', '2026-11-24T22:59:59.999Z', true],
    ['IS_BETWEEN', '2026-11-24T23:00:00.000Z', false],
    ['IS_BETWEEN', undefined, false],
    ['IS_NOT_BETWEEN', '2026-11-17T22:59:59.999Z', true],
    ['IS_NOT_BETWEEN', '2026-11-20T12:00:00.000Z', false],
    ['IS_NOT_BETWEEN', undefined, false],
  ])('TIME_RANGED %s the first moment six days ago and that of tomorrow, with %p, is %p', (operator, value, holds) => {
    const have = subject(value === undefined ? {} : { values: { p: value } });
    expect(filterHolds(filter('TIME_RANGED', operator, lastSevenDays), have, now)).toBe(holds);
  });

  it('TIME_RANGED looks at the moment of the last write when asked to', () => {
    const range = { propertyParser: 'UPDATED_AT', lowerBoundTimePoint: threeDaysAgo, upperBoundTimePoint: today };
    const have = subject({ values: { p: 'x' }, updated: { p: now - 2 * 86_400_000 } });
    expect(filterHolds(filter('TIME_RANGED', 'IS_BETWEEN', range), have, now)).toBe(true);
  });
});

describe('branches', () => {
  const branch = (
    type: string,
    filters: PropertyFilter[],
    filterBranches: FilterBranch[] = [],
    more = {},
  ): FilterBranch => ({
    filterBranchType: type,
    filterBranchOperator: type,
    filters,
    filterBranches,
    ...more,
  });
  const is = (property: string, value: string): PropertyFilter => ({
    ...filter('STRING', 'IS_EQUAL_TO', { value }),
    property,
  });
  const company = (filters: PropertyFilter[]) =>
    branch('ASSOCIATION', filters, [], { objectTypeId: '0-2', operator: 'IN_LIST', associationTypeId: 279 });

  it('OR needs one AND, an AND needs everything', () => {
    const root = branch('OR', [], [branch('AND', [is('a', '1'), is('b', '2')]), branch('AND', [is('c', '3')])]);
    const holds = (values: Record<string, string>) => branchHolds(root, subject({ values }), now);
    expect([holds({ a: '1' }), holds({ a: '1', b: '2' }), holds({ c: '3' }), holds({})]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('an ASSOCIATION branch needs one linked record that meets all of it', () => {
    const root = branch('OR', [], [branch('AND', [is('a', '1')], [company([is('size', 'big'), is('plan', 'free')])])]);
    const big = subject({ values: { size: 'big' } });
    const free = subject({ values: { plan: 'free' } });
    const both = subject({ values: { size: 'big', plan: 'free' } });
    const holds = (companies: FilterSubject[]) => branchHolds(root, subject({ values: { a: '1' }, companies }), now);
    expect([holds([]), holds([big, free]), holds([free, both])]).toEqual([false, false, true]);
  });
});
