/**
 * Text from outside, made harmless for Slack. In mrkdwn everything in angle brackets is live (mentions, channel alerts,
 * links), so `&`, `<` and `>` are escaped and nothing else is: quotes would show up as entities.
 */
import { cleanText } from '../text/clean-text.ts';

/** Made when something is first too long, not at the start. */
let graphemes: Intl.Segmenter | undefined;
const ellipsis = '…';

/** Cuts between visible characters; the result, ellipsis included, has at most `max` UTF-16 units. */
export function shortenText(value: string, max: number): string {
  return shorten(value, max, (grapheme) => grapheme);
}

export function escapeText(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cleaned and escaped, at most `max` UTF-16 units after escaping, never cut inside an entity. For mrkdwn and `text`. */
export function slackText(value: string, max: number): string {
  return shorten(cleanText(value), max, escapeText);
}

/** A link with its label; only http and https addresses become one, anything else leaves the label as plain text. */
export function slackLink(url: string, label: string): string {
  const address = safeUrl(url);
  const text = slackText(label, 300).replaceAll('|', '¦');
  if (address === null) return text;
  return text === '' ? `<${address}>` : `<${address}|${text}>`;
}

/** The address with everything percent-encoded that would end the link's token; null unless it is http or https. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return href.replaceAll('&', '&amp;').replace(/[<>|\s"]/g, (character) => encodeURIComponent(character));
}

/** A mention of a person; null unless it is a Slack user id. */
export function mention(userId: string): string | null {
  return /^[UW][A-Z0-9]{2,}$/.test(userId) ? `<@${userId}>` : null;
}

function shorten(value: string, max: number, write: (grapheme: string) => string): string {
  const whole = write(value);
  if (whole.length <= max) return whole;
  let shortened = '';
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  // Looking at more than this much of a hostile megabyte would not change the result.
  for (const { segment } of graphemes.segment(value.slice(0, max * 2 + 100))) {
    const next = shortened + write(segment);
    if (next.length + ellipsis.length > max) break;
    shortened = next;
  }
  return shortened.trimEnd() + ellipsis;
}
