import type { Parsed } from '@zo/shared';

/** A parser that also knows one word for nothing, such as "none", and names it where it says what to write. */
export function wordOr<T, M>(
  word: string,
  meaning: M,
  parse: (text: string) => Parsed<T>,
): (text: string) => Parsed<T | M> {
  return (text) => {
    if (text.trim().toLowerCase() === word) return { ok: true, value: meaning };
    const parsed = parse(text);
    if (parsed.ok) return parsed;
    const problems = parsed.problems.map(({ suggestion, ...problem }) => ({
      ...problem,
      suggestion: suggestion === undefined ? `"${word}"` : `${suggestion}, or "${word}"`,
    }));
    return { ok: false, problems };
  };
}
