/** One condition as HubSpot filters. Filters never match an empty value unless being empty is what is asked. */
import type { ComparisonOperator, Condition, Expression, PropertyRef } from '@zo/shared';
import {
  isAnyOf,
  isKnown,
  isText,
  isTextAmong,
  isUnknown,
  type NumberOperator,
  type PropertyFilter,
  propertyFilter,
} from './filter-branch.ts';

const numberOperators: Record<ComparisonOperator, NumberOperator> = {
  '=': 'IS_EQUAL_TO',
  '!=': 'IS_NOT_EQUAL_TO',
  '>': 'IS_GREATER_THAN',
  '>=': 'IS_GREATER_THAN_OR_EQUAL_TO',
  '<': 'IS_LESS_THAN',
  '<=': 'IS_LESS_THAN_OR_EQUAL_TO',
};

/**
 * The same condition out of parts that are one filter each. HubSpot's range of numbers knows whole numbers only and has no
 * list of numbers, so both become comparisons.
 */
export function inFilterableParts(condition: Condition): Expression {
  if (condition.kind === 'between') {
    const { property, from, to } = condition;
    return condition.is
      ? { kind: 'and', operands: [compared(property, '>=', from), compared(property, '<=', to)] }
      : { kind: 'or', operands: [compared(property, '<', from), compared(property, '>', to)] };
  }
  if (condition.kind === 'one of' && typeof condition.values[0] === 'number') {
    const { property, is } = condition;
    return {
      kind: is ? 'or' : 'and',
      operands: condition.values.map((value) => compared(property, is ? '=' : '!=', value)),
    };
  }
  return condition;
}

function compared(property: PropertyRef, operator: ComparisonOperator, value: string | number): Condition {
  return { kind: 'comparison', property, operator, value };
}

export type FilterableCondition = Exclude<Condition, { kind: 'signal' | 'signal ago' | 'moment' }>;

/** HubSpot knows no signals, and its filters no windows of our calendar days. */
export function isFilterable(condition: Condition): condition is FilterableCondition {
  return condition.kind !== 'signal' && condition.kind !== 'signal ago' && condition.kind !== 'moment';
}

/** The kind of operation must fit the kind of property, or HubSpot refuses the filter. Expects a part of the above. */
export function compileCondition(condition: FilterableCondition): PropertyFilter {
  if (condition.kind === 'personal email domain') {
    return isAnyOf('zo_email_domain_type', condition.is ? ['personal', 'disposable'] : ['business']);
  }
  const { name } = condition.property;
  switch (condition.kind) {
    case 'known':
      return condition.is ? isKnown(name) : isUnknown(name);
    case 'contains':
      return isText(name, condition.value, condition.is ? 'CONTAINS' : 'DOES_NOT_CONTAIN');
    case 'one of':
      return compileAmong(condition.property, condition.values.map(String), condition.is);
    case 'comparison':
      return compileComparison(condition.property, condition.operator, condition.value);
    case 'between':
      throw new Error('A range of numbers is compiled in parts');
  }
}

function compileComparison(
  property: PropertyRef,
  operator: ComparisonOperator,
  value: string | number,
): PropertyFilter {
  const { name, type } = property;
  if (typeof value === 'number') {
    return propertyFilter(name, {
      operationType: 'NUMBER',
      operator: numberOperators[operator],
      value,
      includeObjectsWithNoValueSet: false,
    });
  }
  if (type === 'enumeration') return compileAmong(property, [value], operator === '=');
  return isText(name, value, operator === '=' ? 'IS_EQUAL_TO' : 'IS_NOT_EQUAL_TO');
}

function compileAmong({ name, type }: PropertyRef, values: string[], is: boolean): PropertyFilter {
  if (type !== 'enumeration') return isTextAmong(name, values, is ? 'IS_EQUAL_TO' : 'IS_NOT_EQUAL_TO');
  return propertyFilter(name, {
    operationType: 'ENUMERATION',
    operator: is ? 'IS_ANY_OF' : 'IS_NONE_OF',
    values,
    includeObjectsWithNoValueSet: false,
  });
}
