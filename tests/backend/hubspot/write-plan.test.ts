import fc from 'fast-check';
import { gateProperty, orderOfWriting, planValues } from '../../../backend/hubspot/write-plan.ts';

describe('what to write', () => {
  it.each([
    ['a new value', { a: '1' }, {}, { a: '1' }],
    ['a changed value', { a: '2', b: '1' }, { a: '1', b: '1' }, { a: '2' }],
    ['a cleared value', { a: '' }, { a: '1' }, { a: '' }],
    ['nothing for an empty value that was never written', { a: '' }, {}, null],
    ['nothing when everything is written', { a: '1' }, { a: '1', other: '2' }, null],
  ])('%s', (_name, wanted, written, expected) => {
    expect(planValues(wanted, written)).toEqual(expected);
  });

  it('is nothing after it has been written, whatever was wanted', () => {
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2'));
    fc.assert(
      fc.property(values, values, (wanted, written) => {
        expect(planValues(wanted, { ...written, ...planValues(wanted, written) })).toBeNull();
      }),
    );
  });
});

describe('the order of writing', () => {
  it('is company, association, contact values, and the open gate by itself', () => {
    const steps = orderOfWriting({
      company: { zo_company_active_users: '2' },
      associate: true,
      contact: { zo_pql_score: '65', [gateProperty]: 'open' },
    });
    expect(steps).toEqual([
      { step: 'company', values: { zo_company_active_users: '2' } },
      { step: 'association' },
      { step: 'contact', values: { zo_pql_score: '65' } },
      { step: 'gate', values: { [gateProperty]: 'open' } },
    ]);
  });

  it('sends any other gate value with the rest', () => {
    expect(
      orderOfWriting({ company: null, associate: false, contact: { a: '1', [gateProperty]: 'not_ready' } }),
    ).toEqual([{ step: 'contact', values: { a: '1', [gateProperty]: 'not_ready' } }]);
  });

  it('has no steps when nothing changed', () => {
    expect(orderOfWriting({ company: {}, associate: false, contact: null })).toEqual([]);
  });
});
