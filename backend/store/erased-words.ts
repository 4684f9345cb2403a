/** Words about people who are erased, wherever they stand. */

/** The text with every one of the words, in whatever case, replaced. */
export function withoutWords(text: string, words: string[]): string {
  return words.reduce((rest, word) => rest.replace(new RegExp(escaped(word), 'giu'), 'erased'), text);
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** An event that never counted was never resolved: its own ids say whose it is. */
export function isEventOf(body: string, { ids, words }: { ids: Set<string>; words: string[] }): boolean {
  const message = JSON.parse(body) as Record<string, unknown>;
  if ([message.userId, message.anonymousId, message.previousId].some((id) => ids.has(String(id)))) return true;
  return withoutWords(body, words) !== body;
}
