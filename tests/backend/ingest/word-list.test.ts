import fc from 'fast-check';
import { createWordList } from '../../../backend/ingest/word-list.ts';

const word = fc.oneof(
  fc.stringMatching(/^[a-c.]{0,3}$/),
  fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll('\n', '').toWellFormed()),
);

it('has exactly the words it was made of, whatever their letters', () => {
  fc.assert(
    fc.property(fc.array(word), fc.array(word), (words, others) => {
      const list = createWordList(words);
      const set = new Set(words);
      // An empty list and a list of the empty word are the same text.
      for (const one of [...words, ...others].filter((text) => text !== '')) expect(list.has(one)).toBe(set.has(one));
    }),
  );
});
