import { isGroup } from '../expression-tree.ts';
import type { ComparisonOperator, Condition, Expression } from '../playbook.ts';
import { findProperty } from '../properties.ts';
import type { PropertyRef } from '../property-definition.ts';
import { countSignals } from '../signal-wording.ts';
import { printDay, printDays } from './print-days.ts';

/** Words of the language, now or later; as a value they stand in quotes. */
export const reservedWords: ReadonlySet<string> = new Set(
  'and or not is one any all none of between contains known unknown empty set blank within at more less fewer most least the in'.split(
    ' ',
  ),
);

const wordShape = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The canonical sentence. parse(print(x)) = x. */
export function printDefinition(expression: Expression): string {
  return `A free user becomes an SQL when ${printExpression(expression)}`;
}

export function printExpression(expression: Expression): string {
  if (expression.kind === 'not') return `NOT (${printExpression(expression.operand)})`;
  if (!isGroup(expression)) return printCondition(expression);
  return expression.operands.map(printOperand).join(expression.kind === 'and' ? ' AND ' : ' OR ');
}

/** As it stands inside a longer sentence. */
export function printOperand(expression: Expression): string {
  return isGroup(expression) ? `(${printExpression(expression)})` : printExpression(expression);
}

/** What would begin another kind of condition, or mean an object. */
const notBare: ReadonlySet<string> = new Set([...reservedWords, ...'a company contact does exactly no'.split(' ')]);

/** Whether a name alone is understood as a property's. */
export function isBareName(name: string): boolean {
  return wordShape.test(name) && !notBare.has(name.toLowerCase());
}

/**
 * By internal name. HubSpot's own properties of the company say that they are the company's; a name that could be read
 * otherwise says whose it is, and stands in quotes.
 */
export function printProperty({ object, name }: PropertyRef): string {
  if (findProperty(name) !== null) return name;
  if (!isBareName(name)) return `${object} "${name}"`;
  return object === 'company' ? `company ${name}` : name;
}

export function printCondition(condition: Condition): string {
  if (condition.kind === 'personal email domain') {
    return `the company is ${condition.is ? '' : 'not '}on a personal email domain`;
  }
  if (condition.kind === 'ae silence') return printSilence(condition);
  if (condition.kind === 'signal') return printSignal(condition);
  if (condition.kind === 'signal ago') {
    return `${condition.signal} ${condition.is ? '' : 'not '}more than ${printDays(condition.days)} ago`;
  }
  const name = printProperty(condition.property);
  switch (condition.kind) {
    case 'comparison':
      return `${name} ${condition.operator} ${printValue(condition.value)}`;
    case 'one of':
      return `${name} is ${condition.is ? '' : 'not '}one of (${condition.values.map(printValue).join(', ')})`;
    case 'between':
      return `${name} is ${condition.is ? '' : 'not '}between ${condition.from} and ${condition.to}`;
    case 'contains':
      return `${name} ${condition.is ? 'contains' : 'does not contain'} ${printValue(condition.value)}`;
    case 'contains any':
      return `${name} ${condition.is ? 'contains' : 'does not contain'} any of (${condition.values.map(printValue).join(', ')})`;
    case 'true':
      return `${name} is ${condition.is}`;
    case 'moment':
      return `${name} is ${condition.is ? '' : 'not '}${printMoment(condition)}`;
    case 'known':
      return `${name} is ${condition.is ? 'known' : 'empty'}`;
  }
}

/** "within the last 7 days", "more than 3 days ago", "before 2026-01-31". */
export function printMoment({ test, days }: Pick<Extract<Condition, { kind: 'moment' }>, 'test' | 'days'>): string {
  if (test === 'within') return `within the last ${printDays(days)}`;
  return test === 'ago' ? `more than ${printDays(days)} ago` : `${test} ${printDay(days)}`;
}

const countWords: Record<ComparisonOperator, string> = {
  '=': 'exactly',
  '!=': 'not exactly',
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'fewer than',
};

function printSignal({ signal, operator, count, windowDays }: Extract<Condition, { kind: 'signal' }>): string {
  const window = windowWords(windowDays);
  if (count === 1 && operator === '>=') return `${signal}${window}`;
  if (count === 1 && operator === '<') return `no ${signal}${window}`;
  return `${countWords[operator]} ${countSignals(count, signal)}${window}`;
}

function printSilence({ is, days }: Extract<Condition, { kind: 'ae silence' }>): string {
  return `${is ? '' : 'fewer than '}${printDays(days)} without AE activity`;
}

/** " in the last 7 days", or nothing. */
export function windowWords(windowDays: number | null): string {
  return windowDays === null ? '' : ` in the last ${printDays(windowDays)}`;
}

export function printValue(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlainWord = wordShape.test(value) && !reservedWords.has(value.toLowerCase());
  return isPlainWord ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
