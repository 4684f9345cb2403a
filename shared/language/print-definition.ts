import type { Condition, Expression } from '../playbook.ts';

/** Words of the language, now or later; as a value they stand in quotes. */
export const reservedWords: ReadonlySet<string> = new Set(
  'and or not is one of between contains known empty within at more less the'.split(' '),
);

/** The canonical sentence. parse(print(x)) = x. */
export function printDefinition(expression: Expression): string {
  return `A free user becomes an SQL when ${printExpression(expression)}`;
}

export function printExpression(expression: Expression): string {
  if (expression.kind === 'and') return expression.operands.map(printExpression).join(' AND ');
  return printCondition(expression);
}

export function printCondition(condition: Condition): string {
  if (condition.kind === 'personal email domain') {
    return `the company is ${condition.is ? '' : 'not '}on a personal email domain`;
  }
  return `${condition.property.name} ${condition.operator} ${printValue(condition.value)}`;
}

export function printValue(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlainWord = /^[A-Za-z_][A-Za-z0-9_]*$/.test(value) && !reservedWords.has(value.toLowerCase());
  return isPlainWord ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
