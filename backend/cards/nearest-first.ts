/** Conditions in the order a rep wants them: what is missing with the nearest first, what is not known, what is met. */
import type { CardCondition } from '@zo/shared';

export function nearestFirst(conditions: CardCondition[]): CardCondition[] {
  return conditions
    .map((condition, index) => ({ condition, index, rank: rankOf(condition), distance: distanceOf(condition) }))
    .sort((one, other) => one.rank - other.rank || one.distance - other.distance || one.index - other.index)
    .map(({ condition }) => condition);
}

function rankOf({ verdict }: CardCondition): number {
  return verdict === 'not met' ? 0 : verdict === 'not known' ? 1 : 2;
}

/** Of a number, the share that is missing; what is not a number is farthest: it needs a change of kind, not of degree. */
function distanceOf({ actual, needs }: CardCondition): number {
  const wanted = Number(/-?\d+(\.\d+)?/.exec(needs)?.[0] ?? Number.NaN);
  if (typeof actual !== 'number' || !Number.isFinite(wanted)) return Number.POSITIVE_INFINITY;
  return Math.abs(wanted - actual) / Math.max(Math.abs(wanted), 1);
}
