/** Why a rule holds, in words. */
import { evaluateCondition } from './evaluate-condition.ts';
import { judgeExpression } from './evaluate-readiness.ts';
import { conditionsOf, isGroup, withoutNot } from './expression-tree.ts';
import type { ComparisonOperator, Condition, Expression, Group } from './playbook.ts';
import { knownProperty } from './property-catalogue.ts';
import type { ConditionReadiness, ReadinessFacts } from './readiness.ts';

/**
 * The alternatives of a rule that are met, each in words: "score 22, below 30", "14 days without AE activity". What is said
 * of the score comes first, the rest in the order of the sentence. Empty when the rule is not met, or not known to be.
 */
export function metReasons(rule: Expression, facts: ReadinessFacts): string[] {
  const tree = withoutNot(rule);
  const alternatives = tree.kind === 'or' ? tree.operands.map(withoutNot) : [tree];
  const met = alternatives.filter((alternative) => judgeExpression(alternative, facts) === 'met');
  const [first, rest] = [met.filter(speaksOfScore), met.filter((alternative) => !speaksOfScore(alternative))];
  return [...first, ...rest].map((alternative) => metWords(alternative, facts));
}

function speaksOfScore(tree: Condition | Group): boolean {
  return conditionsOf(tree).some((condition) => 'property' in condition && condition.property.name === 'zo_pql_score');
}

function metWords(tree: Condition | Group, facts: ReadinessFacts): string {
  if (!isGroup(tree)) return conditionWords(tree, evaluateCondition(tree, facts));
  return tree.operands
    .map(withoutNot)
    .filter((operand) => judgeExpression(operand, facts) === 'met')
    .map((operand) => metWords(operand, facts))
    .join(' and ');
}

/** A number with what it is and what was asked of it; anything else as the sentence says it. */
function conditionWords(condition: Condition, { actual, text }: ConditionReadiness): string {
  if (condition.kind !== 'comparison' || typeof actual !== 'number') return text;
  const { property, operator, value } = condition;
  const limit = `${limitWords[operator]} ${value}`;
  if (property.name === 'zo_pql_score') return `score ${actual}, ${limit}`;
  const unit = knownProperty(property)?.unit;
  return unit === undefined ? `${text} (${actual})` : `${actual} ${actual === 1 ? unit.one : unit.many}, ${limit}`;
}

const limitWords: Record<ComparisonOperator, string> = {
  '=': 'exactly',
  '!=': 'not',
  '>=': 'at least',
  '>': 'above',
  '<=': 'at most',
  '<': 'below',
};
