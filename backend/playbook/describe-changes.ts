import { diffLines } from 'diff';

/** A line that others stand below of, further to the right. */
type Enclosing = { indent: number; line: string; isShown: boolean };

/**
 * Lines that differ, with - and + before them, and before those the keys they stand under: a list's item or a "channel"
 * says little without. '' when there are none.
 */
export function describeChanges(before: string, after: string): string {
  const shown: string[] = [];
  const above: Enclosing[] = [];
  for (const { added, removed, value } of diffLines(before, after)) {
    const isChanged = added || removed;
    for (const line of value.replace(/\n$/, '').split('\n')) {
      const indent = indentOf(line);
      const isKey = indent !== null && !line.trimStart().startsWith('#');
      if (indent !== null) while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
      if (isChanged) {
        shown.push(...namesOf(above), `${added ? '+' : '-'} ${line}`);
      }
      if (isKey) above.push({ indent, line, isShown: isChanged });
    }
  }
  return shown.join('\n');
}

/** Those that have not been shown yet. */
function namesOf(above: Enclosing[]): string[] {
  const unnamed = above.filter(({ isShown }) => !isShown);
  for (const one of unnamed) one.isShown = true;
  return unnamed.map(({ line }) => `  ${line}`);
}

/** An item stands below its list's key, also where it is not further to the right. Null for an empty line. */
function indentOf(line: string): number | null {
  const text = line.trimStart();
  if (text === '') return null;
  return line.length - text.length + (text.startsWith('- ') ? 0.5 : 0);
}
