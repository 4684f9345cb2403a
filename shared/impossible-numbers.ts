import { against, type Impossible } from './impossible.ts';
import type { ComparisonOperator, Condition } from './playbook.ts';
import type { PropertyDefinition } from './property-definition.ts';

type Range = { from: number; to: number; fromIsIn: boolean; toIsIn: boolean };
type Bound = { at: number; isIn: boolean; by: Condition | null };

/** Lower and upper bounds first, then the values that are allowed or left out one by one. */
export function numbersConflict(known: PropertyDefinition['range'] | null, conditions: Condition[]): Impossible | null {
  const range = known ?? { from: null, to: null, whole: false };
  let low: Bound = { at: range.from ?? Number.NEGATIVE_INFINITY, isIn: true, by: null };
  let high: Bound = { at: range.to ?? Number.POSITIVE_INFINITY, isIn: true, by: null };
  for (const condition of conditions) {
    const asked = rangeOf(condition);
    if (asked === null) continue;
    const lower = wholeBound({ at: asked.from, isIn: asked.fromIsIn, by: condition }, range.whole, 1);
    const upper = wholeBound({ at: asked.to, isIn: asked.toIsIn, by: condition }, range.whole, -1);
    if (lower.at > low.at || (lower.at === low.at && !lower.isIn)) low = lower;
    if (upper.at < high.at || (upper.at === high.at && !upper.isIn)) high = upper;
    if (isNothing(low, high)) return against(condition, low.by === condition ? other(high, condition) : low.by);
  }
  const isInside = (value: number) =>
    (value > low.at || (value === low.at && low.isIn)) && (value < high.at || (value === high.at && high.isIn));
  for (const condition of conditions) {
    const others = conditions.filter((one) => one !== condition);
    const possible = possibleNumbers(condition) ?? (low.at === high.at && isExclusion(condition) ? [low.at] : null);
    if (possible === null) continue;
    const left = possible.filter((value) => isInside(value) && (!range.whole || Number.isInteger(value)));
    if (left.length === 0) return against(condition, low.by ?? high.by);
    const refuses = others.find((one) => left.every((value) => !allowsNumber(one, value)));
    if (refuses !== undefined) return against(condition, refuses);
    if (!left.some((value) => conditions.every((one) => allowsNumber(one, value)))) return against(condition, null);
  }
  return null;
}

function other(bound: Bound, condition: Condition): Condition | null {
  return bound.by === condition ? null : bound.by;
}

function isNothing(low: Bound, high: Bound): boolean {
  return low.at > high.at || (low.at === high.at && !(low.isIn && high.isIn));
}

/** More than 2 is at least 3 where only whole numbers occur. */
function wholeBound(bound: Bound, whole: boolean, step: 1 | -1): Bound {
  if (!whole || !Number.isFinite(bound.at)) return bound;
  const round = step === 1 ? Math.ceil : Math.floor;
  const at = bound.isIn || !Number.isInteger(bound.at) ? round(bound.at) : bound.at + step;
  return { ...bound, at, isIn: true };
}

function rangeOf(condition: Condition): Range | null {
  const endless = {
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    fromIsIn: true,
    toIsIn: true,
  };
  if (condition.kind === 'moment') return daysOf(condition, endless);
  if (condition.kind === 'between' && condition.is) return { ...endless, from: condition.from, to: condition.to };
  const comparison = comparisonIn(condition);
  if (comparison === null) return null;
  const { operator, value } = comparison;
  if (operator === '=') return { ...endless, from: value, to: value };
  if (operator === '>=') return { ...endless, from: value };
  if (operator === '>') return { ...endless, from: value, fromIsIn: false };
  if (operator === '<=') return { ...endless, to: value };
  return operator === '<' ? { ...endless, to: value, toIsIn: false } : null;
}

/** Days of the calendar, or how many days ago. */
function daysOf({ test, days, is }: Extract<Condition, { kind: 'moment' }>, endless: Range): Range | null {
  switch (test) {
    case 'before':
      return is ? { ...endless, to: days, toIsIn: false } : { ...endless, from: days };
    case 'after':
      return is ? { ...endless, from: days, fromIsIn: false } : { ...endless, to: days };
    case 'ago':
      return is ? { ...endless, from: days, fromIsIn: false } : { ...endless, to: days };
    case 'within':
      return is ? { ...endless, from: 0, to: days - 1 } : null;
  }
}

function possibleNumbers(condition: Condition): number[] | null {
  if (condition.kind === 'one of' && condition.is) return condition.values.map(Number);
  const comparison = comparisonIn(condition);
  return comparison?.operator === '=' ? [comparison.value] : null;
}

function isExclusion(condition: Condition): boolean {
  return (
    comparisonIn(condition)?.operator === '!=' ||
    ((condition.kind === 'one of' || condition.kind === 'between') && !condition.is)
  );
}

function allowsNumber(condition: Condition, value: number): boolean {
  if (condition.kind === 'one of') return condition.values.map(Number).includes(value) === condition.is;
  if (condition.kind === 'between') return (value >= condition.from && value <= condition.to) === condition.is;
  const comparison = comparisonIn(condition);
  if (comparison === null) return true;
  const { operator, value: wanted } = comparison;
  if (operator === '=') return value === wanted;
  if (operator === '!=') return value !== wanted;
  if (operator === '>=') return value >= wanted;
  if (operator === '>') return value > wanted;
  return operator === '<=' ? value <= wanted : value < wanted;
}

function comparisonIn(condition: Condition): { operator: ComparisonOperator; value: number } | null {
  if (condition.kind === 'signal') return { operator: condition.operator, value: condition.count };
  if (condition.kind === 'ae silence') return { operator: condition.is ? '>=' : '<', value: condition.days };
  return condition.kind === 'comparison' ? { operator: condition.operator, value: Number(condition.value) } : null;
}
