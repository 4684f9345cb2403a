/** Control characters, direction overrides and other invisible marks; a joiner inside an emoji stays. */
const invisible = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** One line of visible text: what breaks lines becomes a space, what is invisible goes, lone surrogates are replaced. */
export function cleanText(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(invisible, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
