import { type ComparisonOperator, type Condition, type Expression, isUsableInDefinition, properties } from '@zo/shared';
import fc from 'fast-check';

const usable = properties.filter(isUsableInDefinition);
const operators: ComparisonOperator[] = ['=', '!=', '>=', '>', '<=', '<'];

const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map((value) => value || 0),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1000 || 0),
);

/** Any text a definition can say: what is folded into one space when read is left out. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((value) => value.trim() !== '' && !/[\r\n]/.test(value));

const comparison: fc.Arbitrary<Condition> = fc.constantFrom(...usable).chain((property): fc.Arbitrary<Condition> => {
  const ref = { object: property.object, name: property.name };
  if (property.type === 'number') {
    return fc.record({
      kind: fc.constant('comparison' as const),
      property: fc.constant(ref),
      operator: fc.constantFrom(...operators),
      value: number,
    });
  }
  const value =
    property.options === undefined ? text : fc.constantFrom(...property.options.map((option) => option.value));
  return fc.record({
    kind: fc.constant('comparison' as const),
    property: fc.constant(ref),
    operator: fc.constantFrom<ComparisonOperator>('=', '!='),
    value,
  });
});

export const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 5, arbitrary: comparison },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('personal email domain' as const), is: fc.boolean() }) },
);

export const anyExpression: fc.Arbitrary<Expression> = fc.oneof(
  anyCondition,
  fc.array(anyCondition, { minLength: 2, maxLength: 8 }).map((operands) => ({ kind: 'and' as const, operands })),
);
