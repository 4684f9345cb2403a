import type { CardCondition } from './card-api.ts';
import { conditionsOf } from './evaluate-readiness.ts';
import type { Condition, Definition } from './playbook.ts';
import { findProperty } from './properties.ts';
import type { Readiness } from './readiness.ts';

/**
 * A readiness as a checklist for people: each condition under its property's label; first what is not met with the nearest
 * at the top, then what is not known, then what is met, else in the order of the sentence. `definition` is the one the
 * readiness was made with.
 */
export function cardConditions(definition: Definition, readiness: Readiness): CardCondition[] {
  const conditions = conditionsOf(definition.expression);
  const rows = readiness.conditions.map((condition, index) => {
    const asked = conditions[index];
    return { row: { ...condition, label: labelOf(asked) }, rank: rankOf(asked, condition) };
  });
  return rows.toSorted((a, b) => a.rank - b.rank).map(({ row }) => row);
}

function labelOf(condition: Condition | undefined): string {
  if (condition === undefined) return 'Condition';
  if (condition.kind === 'personal email domain') return 'Email domain';
  return findProperty(condition.property.name)?.label ?? condition.property.name;
}

/** Not met: the share still missing, below 1 for a number that is on its way. */
function rankOf(condition: Condition | undefined, { verdict, actual }: Readiness['conditions'][number]): number {
  if (verdict === 'met') return 4;
  if (verdict === 'not known') return 3;
  if (condition?.kind !== 'comparison' || typeof condition.value !== 'number') return 2;
  const share = Math.abs(condition.value - Number(actual)) / Math.max(Math.abs(condition.value), 1);
  return Math.min(share, 1.9);
}
