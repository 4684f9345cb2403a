import type { Problem } from '@zo/shared';

const longestLine = 160;
/** What would move the cursor, colour the terminal or turn the line around, each one character wide. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * "file:line:column message (did you mean …)", then the line of the file with carets under the mistake. A long line is cut
 * around the mistake.
 */
export function describeProblem(file: string, source: string, { message, span, nearest, suggestion }: Problem): string {
  const hint =
    nearest !== undefined ? ` (did you mean ${nearest}?)` : suggestion !== undefined ? ` (write ${suggestion})` : '';
  const head = `${file}:${span.line}:${span.column} ${message}${hint}`.replace(unprintable, ' ');
  const line = source.split(/\r?\n/, span.line)[span.line - 1] ?? '';
  if (line.trim() === '') return head;
  const from = Math.max(0, span.column - 1 - longestLine / 2);
  const shown = line.slice(from, from + longestLine).replace(unprintable, ' ');
  const caretAt = span.column - 1 - from;
  const carets = '^'.repeat(Math.max(1, Math.min(span.length, shown.length - caretAt)));
  return `${head}\n  ${shown}\n  ${' '.repeat(caretAt)}${carets}`;
}
