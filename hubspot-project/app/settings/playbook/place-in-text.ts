/** Places in the text, in words, because the page cannot show a caret. Pure. */
import type { PlaybookProblem } from '@zo/shared';

/** Where the last edit ended, from 1; null when nothing changed. */
export function editedPlace(before: string, after: string): { line: number; column: number } | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let begins = 0;
  while (begins < most && before[begins] === after[begins]) begins += 1;
  // What is the same at both ends must not overlap: "aaa" after "aa".
  let ends = 0;
  while (ends < most - begins && before[before.length - 1 - ends] === after[after.length - 1 - ends]) ends += 1;
  const end = after.length - ends;
  const lines = after.slice(0, end).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

export function placeWords({ line, column }: { line: number; column: number }): string {
  return `line ${line}, column ${column}`;
}

/** The text with the word that was probably meant in the place of the problem. */
export function withNearest(source: string, { line, column, length, nearest }: PlaybookProblem): string {
  if (nearest === null) return source;
  const lines = source.split('\n');
  const text = lines[line - 1] ?? '';
  lines[line - 1] = text.slice(0, column - 1) + nearest + text.slice(column - 1 + length);
  return lines.join('\n');
}

/** The excerpt in three: before the problem, what it is about, behind it. */
export function markedExcerpt({ excerpt, at, length }: PlaybookProblem): [string, string, string] {
  return [excerpt.slice(0, at), excerpt.slice(at, at + length), excerpt.slice(at + length)];
}
