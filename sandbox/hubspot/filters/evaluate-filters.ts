/**
 * The filter language of HubSpot's workflows and lists, evaluated over stored properties. Plain functions: what a record
 * has is passed in as `FilterSubject`, the calendar as `now`.
 */

import type { FilterBranch, PropertyFilter } from '../flows/flow.ts';
import { notImitated } from '../http/refusal.ts';
import { momentOf } from './time-points.ts';

export type FilterSubject = {
  /** Current value; undefined when the property has none. */
  valueOf(property: string): string | undefined;
  /** Every value the property ever had, oldest first, without clears. */
  valuesEver(property: string): string[];
  /** When the property was last written, in milliseconds of the movable clock. */
  updatedAt(property: string): number | undefined;
  typeOf(property: string): string | undefined;
  /** Records linked by this association type. */
  associated(objectTypeId: string, associationTypeId: number): FilterSubject[];
};

export function branchHolds(branch: FilterBranch, subject: FilterSubject, now: number): boolean {
  if (branch.filterBranchType === 'OR') {
    return (
      branch.filterBranches.some((child) => branchHolds(child, subject, now)) ||
      branch.filters.some((filter) => filterHolds(filter, subject, now))
    );
  }
  const ownConditionsHold = (who: FilterSubject) =>
    branch.filters.every((filter) => filterHolds(filter, who, now)) &&
    branch.filterBranches.every((child) => branchHolds(child, who, now));
  if (branch.filterBranchType === 'AND') return ownConditionsHold(subject);
  if (branch.filterBranchType === 'ASSOCIATION') {
    return subject.associated(branch.objectTypeId ?? '', branch.associationTypeId ?? 0).some(ownConditionsHold);
  }
  throw notImitated(`filter branches of type ${branch.filterBranchType}`);
}

export function filterHolds({ property, operation }: PropertyFilter, subject: FilterSubject, now: number): boolean {
  const value = subject.valueOf(property);
  const operator = String(operation.operator);
  if (operation.operationType === 'ALL_PROPERTY') {
    return operator === 'IS_KNOWN' ? value !== undefined : value === undefined;
  }
  if (operator.startsWith('HAS_EVER_') || operator.startsWith('HAS_NEVER_'))
    return historyHolds(property, operation, subject, now);
  if (operation.operationType === 'TIME_POINT' || operation.operationType === 'TIME_RANGED') {
    return timeHolds(property, operation, subject, now);
  }
  if (value === undefined) return operation.includeObjectsWithNoValueSet === true;
  return valueHolds(value, operation, operator);
}

/** `HAS_EVER_BEEN_ANY_OF` is `IS_ANY_OF` of some value in the history; `HAS_NEVER_…` is its negation. */
function historyHolds(
  property: string,
  operation: Record<string, unknown>,
  subject: FilterSubject,
  _now: number,
): boolean {
  const wanted = String(operation.operator);
  const never = wanted.startsWith('HAS_NEVER_');
  const rest = wanted.replace(/^HAS_(EVER|NEVER)_(BEEN_)?/, '');
  const operator =
    {
      ANY_OF: 'IS_ANY_OF',
      EXACTLY: 'IS_EXACTLY',
      EQUAL_TO: 'IS_EQUAL_TO',
      CONTAINED: 'CONTAINS',
      CONTAINED_ALL: 'CONTAINS_ALL',
    }[rest] ?? rest;
  const values = subject.valuesEver(property);
  if (values.length === 0 && operation.includeObjectsWithNoValueSet === true) return true;
  const ever = values.some((value) => valueHolds(value, operation, operator));
  return never ? !ever : ever;
}

export function valueHolds(value: string, operation: Record<string, unknown>, operator: string): boolean {
  switch (operation.operationType) {
    case 'ENUMERATION':
      return enumerationHolds(value.split(';'), stringsIn(operation.values), operator);
    case 'MULTISTRING':
      return anyTextHolds(value, stringsIn(operation.values), operator);
    case 'STRING':
      return anyTextHolds(value, [String(operation.value)], operator);
    case 'NUMBER':
      return numberHolds(Number(value), Number(operation.value), operator);
    case 'NUMBER_RANGED': {
      const inside = Number(value) >= Number(operation.lowerBound) && Number(value) <= Number(operation.upperBound);
      return operator === 'IS_BETWEEN' ? inside : !inside;
    }
    case 'BOOL': {
      const same = value === String(operation.value);
      return operator === 'IS_NOT_EQUAL_TO' ? !same : same;
    }
    default:
      throw notImitated(`filter operations of type ${String(operation.operationType)}`);
  }
}

function enumerationHolds(have: string[], wanted: string[], operator: string): boolean {
  const exactly = have.length === wanted.length && have.every((value) => wanted.includes(value));
  switch (operator) {
    case 'IS_ANY_OF':
      return have.some((value) => wanted.includes(value));
    case 'IS_NONE_OF':
      return !have.some((value) => wanted.includes(value));
    case 'IS_EXACTLY':
      return exactly;
    case 'IS_NOT_EXACTLY':
      return !exactly;
    case 'CONTAINS_ALL':
      return wanted.every((value) => have.includes(value));
    case 'DOES_NOT_CONTAIN_ALL':
      return !wanted.every((value) => have.includes(value));
    default:
      throw notImitated(`ENUMERATION operator ${operator}`);
  }
}

/** Text is compared without regard to case. A negative operator must hold for every given value. */
function anyTextHolds(have: string, wanted: string[], operator: string): boolean {
  const text = have.toLowerCase();
  const values = wanted.map((value) => value.toLowerCase());
  switch (operator) {
    case 'IS_EQUAL_TO':
      return values.includes(text);
    case 'IS_NOT_EQUAL_TO':
      return !values.includes(text);
    case 'CONTAINS':
      return values.some((value) => text.includes(value));
    case 'DOES_NOT_CONTAIN':
      return !values.some((value) => text.includes(value));
    case 'STARTS_WITH':
      return values.some((value) => text.startsWith(value));
    case 'ENDS_WITH':
      return values.some((value) => text.endsWith(value));
    default:
      throw notImitated(`text operator ${operator}`);
  }
}

function numberHolds(have: number, wanted: number, operator: string): boolean {
  switch (operator) {
    case 'IS_EQUAL_TO':
      return have === wanted;
    case 'IS_NOT_EQUAL_TO':
      return have !== wanted;
    case 'IS_GREATER_THAN':
      return have > wanted;
    case 'IS_GREATER_THAN_OR_EQUAL_TO':
      return have >= wanted;
    case 'IS_LESS_THAN':
      return have < wanted;
    case 'IS_LESS_THAN_OR_EQUAL_TO':
      return have <= wanted;
    default:
      throw notImitated(`NUMBER operator ${operator}`);
  }
}

function timeHolds(property: string, operation: Record<string, unknown>, subject: FilterSubject, now: number): boolean {
  const value = subject.valueOf(property);
  const at =
    operation.propertyParser === 'UPDATED_AT'
      ? subject.updatedAt(property)
      : value === undefined
        ? undefined
        : momentOfValue(value);
  if (at === undefined) return operation.includeObjectsWithNoValueSet === true;
  const point = (sent: unknown) => momentOf(sent, now, (name) => momentOfValue(subject.valueOf(name) ?? ''));
  if (operation.operationType === 'TIME_POINT') {
    const limit = point(operation.timePoint);
    const inclusive = operation.endpointBehavior === 'INCLUSIVE' && at === limit;
    return operation.operator === 'IS_BEFORE' ? at < limit || inclusive : at > limit || inclusive;
  }
  const lower = point(operation.lowerBoundTimePoint);
  const upper = point(operation.upperBoundTimePoint);
  const fromLower = operation.lowerBoundEndpointBehavior === 'EXCLUSIVE' ? at > lower : at >= lower;
  const toUpper = operation.upperBoundEndpointBehavior === 'EXCLUSIVE' ? at < upper : at <= upper;
  return operation.operator === 'IS_NOT_BETWEEN' ? !(fromLower && toUpper) : fromLower && toUpper;
}

function momentOfValue(value: string): number {
  return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
}

function stringsIn(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}
