import {
  type ComparisonOperator,
  type Condition,
  type Expression,
  findImpossible,
  type Group,
  isGroup,
  isUsableInDefinition,
  joinOperands,
  negate,
  type PropertyDefinition,
  properties,
  refTo,
} from '@zo/shared';
import fc from 'fast-check';
import { signalNames, today } from './usage-arbitrary.ts';

const usable = properties.filter((property) => isUsableInDefinition(property) && property.type !== 'datetime');
const moments = properties.filter((property) => isUsableInDefinition(property) && property.type === 'datetime');
const operators: ComparisonOperator[] = ['=', '!=', '>=', '>', '<=', '<'];

/** A number this property can be, now and then one it can never be. */
function numberOf({ range }: PropertyDefinition): fc.Arbitrary<number> {
  const low = range?.from ?? -1000;
  const high = Math.min(range?.to ?? 1000, 1000);
  return fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: low, max: high }).map((value) => value || 0) },
    { weight: 1, arbitrary: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1000 || 0) },
  );
}

/** Any text a definition can say: what is folded into one space when read is left out. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((value) => value.trim() !== '' && !/[\r\n]/.test(value));

function anyValueOf(property: PropertyDefinition): fc.Arbitrary<string | number> {
  if (property.type === 'number') return numberOf(property);
  return property.options === undefined ? text : fc.constantFrom(...property.options.map((option) => option.value));
}

function conditionsOn(definition: PropertyDefinition): fc.Arbitrary<Condition> {
  const property = refTo(definition);
  const is = fc.boolean();
  const value = anyValueOf(definition);
  const isNumber = definition.type === 'number';
  const comparison = fc.record({ operator: fc.constantFrom(...(isNumber ? operators : operators.slice(0, 2))), value });
  const values = fc.uniqueArray(value, { minLength: 2, maxLength: 5, selector: (one) => String(one).toLowerCase() });
  const kinds: fc.Arbitrary<Condition>[] = [
    comparison.map((parts) => ({ kind: 'comparison', property, ...parts })),
    fc.record({ is, values }).map((parts) => ({ kind: 'one of', property, ...parts })),
    is.map((known) => ({ kind: 'known', property, is: known })),
  ];
  if (isNumber) {
    const ends = fc.tuple(numberOf(definition), numberOf(definition)).map((pair) => pair.sort((a, b) => a - b));
    kinds.push(
      fc.tuple(ends, is).map(([[from, to], yes]) => ({ kind: 'between', property, is: yes, from, to }) as Condition),
    );
  }
  if (definition.type === 'string') {
    kinds.push(fc.record({ is, value: text }).map((parts) => ({ kind: 'contains', property, ...parts })));
  }
  return fc.oneof(...kinds);
}

const days = fc.integer({ min: 1, max: 90 });

const momentCondition: fc.Arbitrary<Condition> = fc
  .record({
    definition: fc.constantFrom(...moments),
    is: fc.boolean(),
    test: fc.constantFrom('within' as const, 'ago' as const, 'before' as const, 'after' as const),
    days,
  })
  .map(({ definition, test, ...parts }) => ({
    kind: 'moment',
    property: refTo(definition),
    ...parts,
    test,
    days: test === 'within' || test === 'ago' ? parts.days : today - 45 + parts.days,
  }));

/** Conditions on what the person did, of the signals in `signalNames`. */
export const signalCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('signal' as const),
    signal: fc.constantFrom(...signalNames),
    operator: fc.constantFrom(...operators),
    count: fc.integer({ min: 1, max: 30 }),
    windowDays: fc.option(days),
  }),
  fc.record({
    kind: fc.constant('signal ago' as const),
    signal: fc.constantFrom(...signalNames),
    is: fc.boolean(),
    days,
  }),
);

export const timedCondition: fc.Arbitrary<Condition> = fc.oneof(momentCondition, signalCondition);

export const anyCondition: fc.Arbitrary<Condition> = fc
  .oneof(
    { weight: 2, arbitrary: timedCondition },
    { weight: 5, arbitrary: fc.constantFrom(...usable).chain(conditionsOn) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('personal email domain' as const), is: fc.boolean() }) },
  )
  .filter((condition) => findImpossible(condition).length === 0);

/** Trees as a parser builds them: groups within groups of the other kind, NOT before groups only. */
export function treesOf(condition: fc.Arbitrary<Condition>, depth: number): fc.Arbitrary<Expression> {
  if (depth === 0) return condition;
  const group = fc
    .record({
      kind: fc.constantFrom<Group['kind']>('and', 'or'),
      operands: fc.array(treesOf(condition, depth - 1), { minLength: 2, maxLength: 4 }),
      isNegated: fc.boolean(),
    })
    .map(({ kind, operands, isNegated }) => {
      const joined = joinOperands(kind, operands);
      return isNegated && isGroup(joined) ? negate(joined) : joined;
    });
  return fc.oneof({ weight: 1, arbitrary: condition }, { weight: 2, arbitrary: group });
}

/** Definitions somebody can meet, as far as the language can tell. */
export const anyExpression: fc.Arbitrary<Expression> = treesOf(anyCondition, 3).filter(
  (expression) => findImpossible(expression).length === 0,
);
