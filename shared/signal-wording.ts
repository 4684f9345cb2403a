/** "14 key actions", "1 teammate invited", "2 plan upgrades": a number of signals in words. */
export function countSignals(count: number, signal: string): string {
  return `${count} ${count === 1 ? signal : pluralOf(signal)}`;
}

/** The thing is made plural, not the participle after it: "teammate invited" → "teammates invited". */
export function pluralOf(signal: string): string {
  const words = signal.split(' ');
  const last = words.length - 1;
  const noun = last > 0 && words[last]!.endsWith('ed') ? last - 1 : last;
  words[noun] = pluralWord(words[noun]!);
  return words.join(' ');
}

function pluralWord(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}
