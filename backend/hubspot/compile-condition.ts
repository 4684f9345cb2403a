/** One condition as HubSpot filters. Filters never match an empty value unless being empty is what is asked. */
import type { ComparisonOperator, Condition, Expression, PropertyRef } from '@zo/shared';
import { compileMoment } from './compile-moment.ts';
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

/**
 * A part of the above as one filter. Null where HubSpot's filters cannot say it: they know no signals, and not every window
 * of days. `timeZone`: the portal's; without it no filter speaks of the days on which moments fall.
 */
export function compileCondition(condition: Condition, timeZone?: string): ConditionFilter | null {
  if (condition.kind === 'personal email domain') {
    const filter = isAnyOf('zo_email_domain_type', condition.is ? ['personal', 'disposable'] : ['business']);
    return { object: 'contact', filter };
  }
  if (!('property' in condition)) return null;
  const filter = compileProperty(condition, timeZone);
  return filter && { object: condition.property.object, filter };
}

export type ConditionFilter = { object: PropertyRef['object']; filter: PropertyFilter };

type PropertyCondition = Extract<Condition, { property: PropertyRef }>;

/** The kind of operation must fit the kind of property, or HubSpot refuses the filter. */
function compileProperty(condition: PropertyCondition, timeZone: string | undefined): PropertyFilter | null {
  const { property } = condition;
  const { name } = property;
  switch (condition.kind) {
    case 'known':
      return condition.is ? isKnown(name) : isUnknown(name);
    case 'contains':
      return compileContains(property, [condition.value], condition.is);
    case 'contains any':
      return compileContains(property, condition.values, condition.is);
    case 'true':
      return propertyFilter(name, {
        operationType: 'BOOL',
        operator: 'IS_EQUAL_TO',
        value: condition.is,
        includeObjectsWithNoValueSet: false,
      });
    case 'one of':
      return compileAmong(property, condition.values.map(String), condition.is);
    case 'comparison':
      return compileComparison(property, condition.operator, condition.value);
    case 'moment':
      return compileMoment(condition, timeZone);
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
  if (type === 'string') return isTextAmong(name, values, is ? 'IS_EQUAL_TO' : 'IS_NOT_EQUAL_TO');
  return isAmongChoices(name, values, is);
}

function compileContains({ name, type }: PropertyRef, values: string[], is: boolean): PropertyFilter {
  if (type === 'set') return isAmongChoices(name, values, is);
  const operator = is ? 'CONTAINS' : 'DOES_NOT_CONTAIN';
  const [value, ...others] = values;
  return value !== undefined && others.length === 0
    ? isText(name, value, operator)
    : isTextAmong(name, values, operator);
}

/** Of several choices at once, whether one of them is among these. */
function isAmongChoices(name: string, values: string[], is: boolean): PropertyFilter {
  return propertyFilter(name, {
    operationType: 'ENUMERATION',
    operator: is ? 'IS_ANY_OF' : 'IS_NONE_OF',
    values,
    includeObjectsWithNoValueSet: false,
  });
}
