/** What a portal could have under any name and label, words of the language among them. */
import { createCatalogue, type PropertyCatalogue, type PropertyDefinition, type PropertyType } from '@zo/shared';
import fc from 'fast-check';

const word = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'is',
      'not',
      'and',
      'or',
      'contains',
      'one',
      'of',
      'company',
      'contact',
      'the',
      'at',
      'least',
      'no',
      'does',
      'known',
      'activated',
      'key',
      'pricing',
      'more',
      'than',
      'days',
      'ago',
      'within',
      'before',
      'in',
      'last',
      'a',
      '7',
      'true',
    ),
  },
);

const name = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,6}$/) },
  { weight: 1, arbitrary: fc.constantFrom('jobtitle', 'country', 'company', 'name', 'industry', 'numberofemployees') },
);

const label = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

const optionValue = fc
  .oneof(
    word,
    label,
    fc.stringMatching(/^[A-Z][A-Z_]{0,9}$/),
    fc.stringMatching(/^[0-9]{1,9}$/),
    fc.constantFrom('a "b" \\', 'Ünïcode'),
  )
  .filter((value) => value.trim() !== '');

const types: PropertyType[] = ['string', 'number', 'bool', 'date', 'datetime', 'enumeration', 'set'];

const property: fc.Arbitrary<PropertyDefinition> = fc
  .record({
    object: fc.constantFrom('contact' as const, 'company' as const),
    name,
    label,
    type: fc.constantFrom(...types),
    values: fc.uniqueArray(optionValue, { minLength: 2, maxLength: 5 }),
  })
  .map(({ values, type, ...rest }) => ({
    ...rest,
    type,
    fieldType: 'text',
    source: 'hubspot',
    description: '',
    ...((type === 'enumeration' || type === 'set') && {
      options: values.map((value) => ({ value, label: `${value} as people say` })),
    }),
  }));

/** A catalogue, and the properties that are in it: the first of each name. */
export const anyCatalogue: fc.Arbitrary<{ catalogue: PropertyCatalogue; added: PropertyDefinition[] }> = fc
  .uniqueArray(property, { minLength: 1, maxLength: 12, selector: (one) => `${one.object} ${one.name}` })
  .map((added) => ({ catalogue: createCatalogue(added), added }));
