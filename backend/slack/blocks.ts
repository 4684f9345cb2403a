/** The few kinds of block our messages are made of. */
import type { SlackBlock } from './slack-gateway.ts';
import { shortenText } from './slack-text.ts';

/** Slack's limits. A message's texts together may have about 13,200; in an edit its `text` 4,000. */
export const headerLimit = 150;
export const labelLimit = 75;
export const textLimit = 3_900;
export const sectionLimit = 2_800;

/** mrkdwn, already escaped. */
export function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Plain text is not parsed, and must not be escaped: entities would show. */
export function header(text: string): SlackBlock {
  return { type: 'header', text: plain(text, headerLimit) };
}

export function plain(text: string, max: number) {
  return { type: 'plain_text' as const, text: shortenText(text, max), emoji: false };
}

/** Lines as one text; from the first one on that does not fit, they are left out. */
export function joinWithin(lines: string[], max: number): string {
  const fitting: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > max + 1) break;
    fitting.push(line);
  }
  return fitting.join('\n');
}
