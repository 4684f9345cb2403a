/** Words about people who are erased, wherever they stand. */
import type { ErasedPeople } from './erased-people.ts';

type Named = Pick<ErasedPeople, 'userIds' | 'anonymousIds' | 'words'>;

/** The text with every one of the words, in whatever case, replaced. */
export function withoutWords(text: string, words: string[]): string {
  return words.reduce((rest, word) => rest.replace(new RegExp(escaped(word), 'giu'), 'erased'), text);
}

/** A capital I with a dot is two letters in lower case, of which no pattern knows that they are the one. */
function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll('i\u0307', '(?:i\u0307|\u0130)');
}

/** The words are lower case. */
export function holdsWord(text: string, words: string[]): boolean {
  if (words.length === 0) return false;
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}

/**
 * The longest part of each word that is ASCII: whatever holds the word holds it too, and every database knows its lower case.
 * That of other letters depends on how the database was made; an i before one may be half of a letter's.
 */
export function plainPartsOf(words: readonly string[]): string[] {
  return words.map((word) => {
    const parts = word.split(/i?[^\x20-\x7e]+/);
    return parts.reduce((longest, part) => (part.length > longest.length ? part : longest));
  });
}

/** An event that never counted was never resolved: its own ids say whose it is. */
export function isEventOf(body: string, { userIds, anonymousIds, words }: Named): boolean {
  const message = JSON.parse(body) as Record<string, unknown>;
  const previousId = String(message.previousId);
  if (userIds.has(String(message.userId)) || anonymousIds.has(String(message.anonymousId))) return true;
  if (userIds.has(previousId) || anonymousIds.has(previousId)) return true;
  return withoutWords(body, words) !== body;
}
