import { evaluateCondition } from './evaluate-condition.ts';
import { clausesOf, isGroup, withoutNot } from './expression-tree.ts';
import { printOperand } from './language/print-definition.ts';
import type { Condition, Definition, Expression, Group } from './playbook.ts';
import type { ConditionReadiness, Readiness, ReadinessFacts, Verdict } from './readiness.ts';

/**
 * The definition held against one contact, in the order of the sentence: one entry for each of `clausesOf`. A group in
 * parentheses is one entry, and counts as one condition.
 */
export function evaluateReadiness(definition: Definition, facts: ReadinessFacts): Readiness {
  const conditions = clausesOf(definition.expression).map((clause) => evaluateClause(clause, facts));
  const ready = everyVerdict(conditions.map(({ verdict }) => verdict));
  return {
    ready: ready === 'met' ? 'yes' : ready === 'not met' ? 'no' : 'unknown',
    conditions,
    conditionsMissing: conditions.filter((condition) => condition.verdict !== 'met').length,
  };
}

function evaluateClause(clause: Expression, facts: ReadinessFacts): ConditionReadiness {
  if (clause.kind !== 'not' && !isGroup(clause)) return evaluateCondition(clause, facts);
  const { verdict, missing, parts } = evaluateTree(withoutNot(clause), facts);
  const text = printOperand(clause);
  return { text, verdict, actual: null, needs: text, missing: verdict === 'met' ? null : missing, parts };
}

/** A rule held against one contact. */
export function judgeExpression(expression: Expression, facts: ReadinessFacts): Verdict {
  return evaluateTree(withoutNot(expression), facts).verdict;
}

type Evaluated = { verdict: Verdict; missing: string; parts: ConditionReadiness[] };

function evaluateTree(tree: Condition | Group, facts: ReadinessFacts): Evaluated {
  if (!isGroup(tree)) {
    const condition = evaluateCondition(tree, facts);
    return { verdict: condition.verdict, missing: lackingWords(condition), parts: [condition] };
  }
  const operands = (tree.operands as (Condition | Group)[]).map((operand) => ({
    isGroup: isGroup(operand),
    ...evaluateTree(operand, facts),
  }));
  const verdicts = operands.map(({ verdict }) => verdict);
  const missing = operands
    .filter(({ verdict }) => verdict !== 'met')
    .map((operand) => (operand.isGroup ? `(${operand.missing})` : operand.missing));
  return {
    verdict: tree.kind === 'and' ? everyVerdict(verdicts) : someVerdict(verdicts),
    missing: missing.join(tree.kind === 'and' ? ' and ' : ' or '),
    parts: operands.flatMap(({ parts }) => parts),
  };
}

function everyVerdict(verdicts: Verdict[]): Verdict {
  if (verdicts.includes('not met')) return 'not met';
  return verdicts.includes('not known') ? 'not known' : 'met';
}

function someVerdict(verdicts: Verdict[]): Verdict {
  if (verdicts.includes('met')) return 'met';
  return verdicts.includes('not known') ? 'not known' : 'not met';
}

/** "3 of 4: missing 1 more active user (has 1, needs 2)", "4 of 4: ready". Changes only when the readiness does. */
export function readinessWords(readiness: Readiness): string {
  const total = readiness.conditions.length;
  const met = total - readiness.conditionsMissing;
  if (readiness.conditionsMissing === 0) return `${met} of ${total}: ready`;
  const missing = readiness.conditions.filter((condition) => condition.verdict !== 'met').map(lackingWords);
  return `${met} of ${total}: missing ${missing.join('; ')}`;
}

/** What is missing, with what is there. A group's words say it already. */
export function lackingWords({ verdict, missing, actual, needs, parts }: ConditionReadiness): string {
  if (verdict === 'not known' || parts !== undefined) return `${missing}`;
  return typeof actual === 'number'
    ? `${missing} (has ${actual}, needs ${needs})`
    : `${missing} (is ${actual ?? 'empty'})`;
}
