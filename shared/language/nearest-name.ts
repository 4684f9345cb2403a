const longestCompared = 60;
/** The shortest name that a mistake is looked for in. */
const shortest = 3;

/**
 * The known name most like `name`, or null when none is close: first by few typing mistakes, then the one that shares the
 * most words with it ("score" → "zo_pql_score", "zo_company_users" → "zo_company_active_users").
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  const close = mistypedName(name, known);
  if (close !== null) return close;
  const words = wordsOf(comparedPart(name));
  if (words.length === 0) return null;
  return best(known, (candidate) => sharedWords(words, wordsOf(candidate)), Math.max(1, words.length / 2));
}

/** The known name that `name` is with few typing mistakes, of which there may be one in four letters, and `most`; else null. */
export function mistypedName(name: string, known: readonly string[], most = Number.POSITIVE_INFINITY): string | null {
  const wanted = comparedPart(name);
  if (wanted === '') return null;
  const mistakes = Math.min(most, Math.max(wanted.length === shortest ? 1 : 0, allowedMistakes(wanted)));
  return best(known, (candidate) => -distanceUpTo(mistakes, wanted, candidate), -mistakes);
}

function comparedPart(name: string): string {
  return name.toLowerCase().slice(0, longestCompared);
}

/** The first name with the highest rank, if that is at least `least`. */
function best(known: readonly string[], rank: (candidate: string) => number, least: number): string | null {
  let found: { name: string; rank: number } | null = null;
  for (const name of known) {
    const ranked = rank(comparedPart(name));
    if (ranked >= least && (found === null || ranked > found.rank)) found = { name, rank: ranked };
  }
  return found?.name ?? null;
}

function allowedMistakes(word: string): number {
  return Math.floor(word.length / 4);
}

/** Every property begins with "zo", so that says nothing. */
function wordsOf(name: string): string[] {
  return name.split(/[_\s-]+/).filter((word) => word !== '' && word !== 'zo');
}

function sharedWords(words: string[], others: string[]): number {
  const isLike = (word: string, other: string) => {
    const mistakes = allowedMistakes(word);
    return distanceUpTo(mistakes, word, other) <= mistakes;
  };
  return words.filter((word) => others.some((other) => isLike(word, other))).length;
}

/** Endless where the lengths alone say that it is more than `most`, which spares the work for most names. */
function distanceUpTo(most: number, a: string, b: string): number {
  return Math.abs(a.length - b.length) > most ? Number.POSITIVE_INFINITY : editDistance(a, b);
}

/** Insertions, deletions and replacements of one letter, and swaps of two neighbours, that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, previous[j]! + 1, row[j - 1]! + 1));
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
