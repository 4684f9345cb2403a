/** What a sentence says of the score, as far as the score alone decides. Scores are whole numbers. */
import { type Condition, type Expression, isGroup, withoutNot } from '@zo/shared';

/** The lowest score of anybody who meets the sentence; null where some meet it whatever their score. */
export function leastScore(expression: Expression): number | null {
  const tree = withoutNot(expression);
  if (!isGroup(tree)) return leastOf(tree);
  const bounds = tree.operands.map(leastScore);
  const asked = bounds.filter((bound) => bound !== null);
  if (tree.kind === 'or') return asked.length < bounds.length ? null : Math.min(...asked);
  return asked.length === 0 ? null : Math.max(...asked);
}

/** The highest score that suffices for the sentence, whatever else is so; null where no low score does. */
export function highestLowScore(expression: Expression): number | null {
  const tree = withoutNot(expression);
  if (!isGroup(tree)) return highestOf(tree);
  const bounds = tree.operands.map(highestLowScore);
  const sufficient = bounds.filter((bound) => bound !== null);
  if (tree.kind === 'and') return sufficient.length < bounds.length ? null : Math.min(...sufficient);
  return sufficient.length === 0 ? null : Math.max(...sufficient);
}

/** The lowest score that meets the condition; null where none is asked for. */
export function leastOf(condition: Condition): number | null {
  if (!isAboutScore(condition)) return null;
  if (condition.kind === 'between' && condition.is) return Math.ceil(condition.from);
  if (condition.kind === 'one of' && condition.is) return Math.min(...condition.values.map(Number));
  if (condition.kind !== 'comparison') return null;
  const value = Number(condition.value);
  if (condition.operator === '>') return Math.floor(value) + 1;
  return condition.operator === '>=' || condition.operator === '=' ? Math.ceil(value) : null;
}

function highestOf(condition: Condition): number | null {
  if (!isAboutScore(condition)) return null;
  if (condition.kind === 'between' && condition.is) return Math.floor(condition.to);
  if (condition.kind === 'one of' && condition.is) return Math.max(...condition.values.map(Number));
  if (condition.kind !== 'comparison') return null;
  const value = Number(condition.value);
  if (condition.operator === '<') return Math.ceil(value) - 1;
  return condition.operator === '<=' || condition.operator === '=' ? Math.floor(value) : null;
}

function isAboutScore(condition: Condition): condition is Extract<Condition, { property: unknown }> {
  return 'property' in condition && condition.property.name === 'zo_pql_score';
}
