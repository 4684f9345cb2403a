import { clausesOf, type Expression, findImpossible, negate, withoutNot } from '@zo/shared';

/**
 * Whether everybody whose values are known meets the expression, as "zo_pql_score >= 0": each part joined by AND has an
 * opposite that cannot be. Sound, not complete.
 */
export function meetsEverybody(expression: Expression): boolean {
  return clausesOf(expression).every((clause) => {
    const opposite = withoutNot(negate(clause));
    return opposite.kind !== 'or' && findImpossible(opposite).length > 0;
  });
}
