/**
 * A long list of words that is only ever asked whether it has one. It is kept as one text outside the heap, in order, and
 * searched by halves: a Set of a hundred thousand words takes ten megabytes, in every thread.
 */
export type WordList = { has(word: string): boolean };

const newline = 10;

/** The words have no line breaks. What is in order already is not sorted again. */
export function createWordList(words: readonly string[]): WordList {
  const text = Buffer.from((isInOrder(words) ? words : words.toSorted()).join('\n'));

  /** Where the line begins that has the byte at `position`. */
  function lineAt(position: number): number {
    return position === 0 ? 0 : text.lastIndexOf(newline, position - 1) + 1;
  }

  return {
    has(word) {
      let low = 0;
      let high = text.length;
      while (low < high) {
        const start = lineAt((low + high) >>> 1);
        const newlineAt = text.indexOf(newline, start);
        const end = newlineAt === -1 ? text.length : newlineAt;
        const found = text.toString('utf8', start, end);
        if (found === word) return true;
        if (found < word) low = end + 1;
        else high = start;
      }
      return false;
    },
  };
}

function isInOrder(words: readonly string[]): boolean {
  return words.every((word, index) => index === 0 || words[index - 1]! <= word);
}
