/** The weekly digest as a Slack message: a title and short lines, no table. */
import type { RenderedMessage } from './render-alert.ts';
import type { SlackBlock } from './slack-gateway.ts';
import { slackText } from './slack-text.ts';

const titleLimit = 150;
const lineLimit = 400;

export function renderDigest({ title, lines }: { title: string; lines: readonly string[] }): RenderedMessage {
  const head = slackText(title, titleLimit);
  const list = lines.map((line) => slackText(line, lineLimit)).join('\n');
  return { text: `${head}\n${list}`, blocks: [section(`*${head}*`), section(list)] };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
