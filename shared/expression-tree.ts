/** Building and walking a definition's tree. Three-valued logic keeps every law used here: De Morgan, double negation. */
import type { ComparisonOperator, Condition, Expression, Group } from './playbook.ts';

export function isGroup(expression: Expression): expression is Group {
  return expression.kind === 'and' || expression.kind === 'or';
}

/** One operand stands for itself; operands of the same kind are taken in. */
export function joinOperands(kind: Group['kind'], operands: Expression[]): Expression {
  const joined = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return joined.length === 1 ? joined[0]! : { kind, operands: joined };
}

export const oppositeOperators: Record<ComparisonOperator, ComparisonOperator> = {
  '=': '!=',
  '!=': '=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '>': '<=',
};

/** The condition that holds when this one does not. Of what is not known neither holds. */
export function oppositeOf(condition: Condition): Condition {
  if (condition.kind === 'comparison' || condition.kind === 'signal') {
    return { ...condition, operator: oppositeOperators[condition.operator] };
  }
  return { ...condition, is: !condition.is };
}

export function negate(expression: Expression): Expression {
  if (expression.kind === 'not') return expression.operand;
  return isGroup(expression) ? { kind: 'not', operand: expression } : oppositeOf(expression);
}

/** The same expression without NOT: it has moved into the conditions. */
export function withoutNot(expression: Expression): Condition | Group {
  if (expression.kind === 'not') {
    const { kind, operands } = expression.operand;
    return join(
      kind === 'and' ? 'or' : 'and',
      operands.map((operand) => withoutNot(negate(operand))),
    );
  }
  return isGroup(expression) ? join(expression.kind, expression.operands.map(withoutNot)) : expression;
}

function join(kind: Group['kind'], operands: (Condition | Group)[]): Condition | Group {
  return joinOperands(kind, operands) as Condition | Group;
}

/** Every single condition in the order of the sentence, those of groups too. */
export function conditionsOf(expression: Expression): Condition[] {
  if (expression.kind === 'not') return conditionsOf(expression.operand);
  return isGroup(expression) ? expression.operands.flatMap(conditionsOf) : [expression];
}

/** What the sentence joins by AND: single conditions, and groups in parentheses that count as one. */
export function clausesOf(expression: Expression): Expression[] {
  return expression.kind === 'and' ? expression.operands : [expression];
}
