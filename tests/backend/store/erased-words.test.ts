import { holdsWord, plainPartsOf, withoutWords } from '../../../backend/store/erased-words.ts';

const written = ['Åsa@x.test', 'İlkay@x.test', 'SARİ.KAYA.İ@x.test', 'STRAẞE@x.test', 'ΝΊΚΟΣ@x.test', 'a+b?@x.test'];

describe.each(written)('%s', (address) => {
  const word = address.toLowerCase();
  const text = `Ask ${address}, or ${word}.`;

  it('is taken out of a text wherever it is found in it', () => {
    expect(holdsWord(text, [word])).toBe(true);
    expect(withoutWords(text, [word])).toBe('Ask erased, or erased.');
  });

  it('is found by a part that is in every text that holds it, whatever a database makes of its other letters', () => {
    const [part] = plainPartsOf([word]);
    const ascii = (letters: string) => letters.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    expect(ascii(address)).toContain(part);
  });
});
