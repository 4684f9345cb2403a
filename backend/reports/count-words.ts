/** How often each was said. */
export type Counted = { words: string; count: number };

/** Most often first, then by its words. */
export function countWords(words: Iterable<string>): Counted[] {
  return [...Map.groupBy(words, (one) => one)].map(([one, all]) => ({ words: one, count: all.length })).sort(byCount);
}

export function byCount(one: Counted, other: Counted): number {
  return other.count - one.count || compareText(one.words, other.words);
}

/** By their code units: the same order everywhere, whatever the machine's language. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
