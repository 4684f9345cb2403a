import { type Condition, findImpossible, parseDefinition, printDefinition } from '@zo/shared';
import fc from 'fast-check';
import { anyCatalogue } from '../../support/catalogue-arbitrary.ts';
import { anyExpression, conditionsOn, signalCondition, treesOf } from '../../support/definition-arbitrary.ts';
import { parsedValue } from '../../support/definitions.ts';
import { signalNames } from '../../support/usage-arbitrary.ts';

describe('the canonical sentence', () => {
  it('is read as what was printed', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const sentence = printDefinition(expression);
        const parsed = parseDefinition(sentence, { signals: signalNames });
        expect(parsedValue(parsed)).toEqual({ subject: 'a free user', expression, sentence });
      }),
      { numRuns: 500 },
    );
  });

  it('is read as what was printed whatever names, labels and choices a portal has', () => {
    const told = anyCatalogue.chain(({ catalogue, added }) => {
      const condition: fc.Arbitrary<Condition> = fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...added).chain(conditionsOn) },
        { weight: 1, arbitrary: signalCondition },
      );
      return fc.record({ catalogue: fc.constant(catalogue), expression: treesOf(condition, 2) });
    });
    let read = 0;
    fc.assert(
      fc.property(told, ({ catalogue, expression }) => {
        if (findImpossible(expression, catalogue).length > 0) return;
        const sentence = printDefinition(expression);
        const parsed = parseDefinition(sentence, { signals: signalNames, catalogue });
        expect(parsedValue(parsed)).toEqual({ subject: 'a free user', expression, sentence });
        read += 1;
      }),
      { numRuns: 800 },
    );
    expect(read).toBeGreaterThan(250);
  });
});
