/** Small changes of a text, given by their places in it. */
export type Change = { from: number; to: number; text: string };

/** Changes must not overlap; of several at one place the first stands first. */
export function changeText(source: string, changes: readonly Change[]): string {
  const inOrder = changes
    .map((change, index) => ({ ...change, index }))
    .sort((a, b) => a.from - b.from || a.index - b.index);
  let changed = '';
  let at = 0;
  for (const { from, to, text } of inOrder) {
    changed += source.slice(at, from) + text;
    at = to;
  }
  return changed + source.slice(at);
}
