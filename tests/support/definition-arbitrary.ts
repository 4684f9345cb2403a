import {
  type ComparisonOperator,
  type Condition,
  type Expression,
  findImpossible,
  type Group,
  hubspotProperties,
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

const isOfMoment = ({ type }: PropertyDefinition) => type === 'datetime';
const ours = properties.filter(isUsableInDefinition);
const usable = [...ours, ...hubspotProperties].filter((property) => !isOfMoment(property));
const moments = ours.filter(isOfMoment);
const hubspotMoments = hubspotProperties.filter(isOfMoment);
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

/** Every condition that can be asked of a property of this type. */
export function conditionsOn(definition: PropertyDefinition): fc.Arbitrary<Condition> {
  const property = refTo(definition);
  const is = fc.boolean();
  const known = is.map((isKnown): Condition => ({ kind: 'known', property, is: isKnown }));
  switch (definition.type) {
    case 'bool':
      return fc.oneof(
        known,
        is.map((isTrue): Condition => ({ kind: 'true', property, is: isTrue })),
      );
    case 'date':
    case 'datetime':
      return fc.oneof({ weight: 1, arbitrary: known }, { weight: 4, arbitrary: momentOn(definition) });
    case 'set':
      return fc.oneof(known, ...containing(definition));
    case 'number':
      return fc.oneof(known, ...comparing(definition), range(definition));
    case 'string':
      return fc.oneof(known, ...comparing(definition), ...containing(definition));
    case 'enumeration':
      return fc.oneof(known, ...comparing(definition));
  }
}

function comparing(definition: PropertyDefinition): fc.Arbitrary<Condition>[] {
  const property = refTo(definition);
  const value = anyValueOf(definition);
  const operator = fc.constantFrom(...(definition.type === 'number' ? operators : operators.slice(0, 2)));
  const values = fc.uniqueArray(value, { minLength: 2, maxLength: 5, selector: (one) => String(one).toLowerCase() });
  return [
    fc.record({ kind: fc.constant('comparison' as const), property: fc.constant(property), operator, value }),
    fc.record({ kind: fc.constant('one of' as const), property: fc.constant(property), is: fc.boolean(), values }),
  ];
}

function containing(definition: PropertyDefinition): fc.Arbitrary<Condition>[] {
  const property = refTo(definition);
  const value = anyValueOf(definition).map(String);
  const values = fc.uniqueArray(value, { minLength: 2, maxLength: 4, selector: (one) => one.toLowerCase() });
  return [
    fc.record({ kind: fc.constant('contains' as const), property: fc.constant(property), is: fc.boolean(), value }),
    fc.record({
      kind: fc.constant('contains any' as const),
      property: fc.constant(property),
      is: fc.boolean(),
      values,
    }),
  ];
}

function range(definition: PropertyDefinition): fc.Arbitrary<Condition> {
  const ends = fc.tuple(numberOf(definition), numberOf(definition)).map((pair) => pair.sort((a, b) => a - b));
  return fc
    .tuple(ends, fc.boolean())
    .map(([[from, to], is]) => ({ kind: 'between', property: refTo(definition), is, from: from!, to: to! }));
}

const days = fc.integer({ min: 1, max: 90 });

function momentOn(definition: PropertyDefinition): fc.Arbitrary<Condition> {
  return fc
    .record({
      is: fc.boolean(),
      test: fc.constantFrom('within' as const, 'ago' as const, 'before' as const, 'after' as const),
      days,
    })
    .map(({ test, ...parts }) => ({
      kind: 'moment',
      property: refTo(definition),
      ...parts,
      test,
      days: test === 'within' || test === 'ago' ? parts.days : today - 45 + parts.days,
    }));
}

const momentCondition: fc.Arbitrary<Condition> = fc.constantFrom(...moments).chain(momentOn);

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
    { weight: 1, arbitrary: fc.constantFrom(...hubspotMoments).chain(conditionsOn) },
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
