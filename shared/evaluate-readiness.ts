import { evaluateCondition } from './evaluate-condition.ts';
import type { Condition, Definition, Expression } from './playbook.ts';
import type { ConditionReadiness, Readiness, ReadinessFacts } from './readiness.ts';

/** The definition held against one contact, condition by condition, in the order of the sentence. */
export function evaluateReadiness(definition: Definition, facts: ReadinessFacts): Readiness {
  const conditions = conditionsOf(definition.expression).map((condition) => evaluateCondition(condition, facts));
  const missing = conditions.filter((condition) => condition.verdict !== 'met');
  const anyNotMet = missing.some((condition) => condition.verdict === 'not met');
  return {
    ready: anyNotMet ? 'no' : missing.length > 0 ? 'unknown' : 'yes',
    conditions,
    conditionsMissing: missing.length,
  };
}

/** Every condition in the order of the sentence; `Readiness.conditions` has the same order. */
export function conditionsOf(expression: Expression): Condition[] {
  return expression.kind === 'and' ? expression.operands.flatMap(conditionsOf) : [expression];
}

/** "3 of 4: missing 1 more active user (has 1, needs 2)", "4 of 4: ready". Changes only when the readiness does. */
export function readinessWords(readiness: Readiness): string {
  const total = readiness.conditions.length;
  const met = total - readiness.conditionsMissing;
  if (readiness.conditionsMissing === 0) return `${met} of ${total}: ready`;
  const missing = readiness.conditions.filter((condition) => condition.verdict !== 'met').map(missingWords);
  return `${met} of ${total}: missing ${missing.join('; ')}`;
}

function missingWords({ verdict, missing, actual, needs }: ConditionReadiness): string {
  if (verdict === 'not known') return `${missing}`;
  return typeof actual === 'number' ? `${missing} (has ${actual}, needs ${needs})` : `${missing} (is ${actual})`;
}
