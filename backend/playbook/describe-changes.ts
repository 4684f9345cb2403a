import { diffLines } from 'diff';

/** Only lines that differ, with - and + before them; '' when there are none. */
export function describeChanges(before: string, after: string): string {
  return diffLines(before, after)
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) => {
      const lines = value.replace(/\n$/, '').split('\n');
      return lines.map((line) => `${added ? '+' : '-'} ${line}`);
    })
    .join('\n');
}
