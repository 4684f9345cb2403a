import type { CardCondition } from './card-api.ts';
import { labelOfClause } from './condition-label.ts';
import { clausesOf } from './expression-tree.ts';
import type { Definition, Expression } from './playbook.ts';
import type { Readiness } from './readiness.ts';

/**
 * A readiness as a checklist for people: each condition under its property's label; first what is not met with the nearest
 * at the top, then what is not known, then what is met, else in the order of the sentence. `definition` is the one the
 * readiness was made with.
 */
export function cardConditions(definition: Definition, readiness: Readiness): CardCondition[] {
  const conditions = clausesOf(definition.expression);
  const rows = readiness.conditions.map(({ parts: _parts, ...condition }, index) => {
    const asked = conditions[index];
    return {
      row: { ...condition, label: asked === undefined ? 'Condition' : labelOfClause(asked) },
      rank: distanceOf(asked, condition),
    };
  });
  return rows.toSorted((a, b) => a.rank - b.rank).map(({ row }) => row);
}

/** How far a condition is from being met. Not met: the share still missing, below 1 for a number that is on its way. */
export function distanceOf(
  condition: Expression | undefined,
  { verdict, actual }: Pick<Readiness['conditions'][number], 'verdict' | 'actual'>,
): number {
  if (verdict === 'met') return 4;
  if (verdict === 'not known') return 3;
  if (condition?.kind !== 'comparison' || typeof condition.value !== 'number') return 2;
  const share = Math.abs(condition.value - Number(actual)) / Math.max(Math.abs(condition.value), 1);
  return Math.min(share, 1.9);
}
