import { isGroup } from '../expression-tree.ts';
import type { Condition, Expression } from '../playbook.ts';

/** Words of the language, now or later; as a value they stand in quotes. */
export const reservedWords: ReadonlySet<string> = new Set(
  'and or not is one any none of between contains known unknown empty within at more less fewer most least the in'.split(
    ' ',
  ),
);

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

export function printCondition(condition: Condition): string {
  if (condition.kind === 'personal email domain') {
    return `the company is ${condition.is ? '' : 'not '}on a personal email domain`;
  }
  const { name } = condition.property;
  switch (condition.kind) {
    case 'comparison':
      return `${name} ${condition.operator} ${printValue(condition.value)}`;
    case 'one of':
      return `${name} is ${condition.is ? '' : 'not '}one of (${condition.values.map(printValue).join(', ')})`;
    case 'between':
      return `${name} is ${condition.is ? '' : 'not '}between ${condition.from} and ${condition.to}`;
    case 'contains':
      return `${name} ${condition.is ? 'contains' : 'does not contain'} ${printValue(condition.value)}`;
    case 'known':
      return `${name} is ${condition.is ? 'known' : 'empty'}`;
  }
}

export function printValue(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlainWord = /^[A-Za-z_][A-Za-z0-9_]*$/.test(value) && !reservedWords.has(value.toLowerCase());
  return isPlainWord ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
