/** The operator's note about what is not as the playbook says, before and after it was restored. */
import { section, sectionLimit } from './blocks.ts';
import type { RenderedMessage } from './render-alert.ts';
import type { SlackBlock } from './slack-gateway.ts';
import { slackText } from './slack-text.ts';

export const restoreActionId = 'zo_restore_workflow';

export type DriftNote = {
  headline: string;
  lines: string[];
  /** What the button carries; null for a note without one. */
  button: string | null;
  /** Stands where a button cannot: what to do, or what was done. mrkdwn, escaped. */
  footer: string | null;
  /** Names the portal in commands of ours. */
  words: (text: string) => string;
};

/** A long list is cut: `zo drift` has all of it. */
const mostLines = 12;
const lineLimit = 400;
const headlineLimit = 300;

export function renderDriftNote({ headline, lines, button, footer: last, words }: DriftNote): RenderedMessage {
  const title = slackText(headline, headlineLimit);
  const list = listOf(lines, words);
  const footer = last === null ? null : words(last);
  const text = [`${title}:`, list, ...(footer === null ? [] : [footer])].join('\n');
  return {
    text,
    blocks: [
      section(`*${title}*`),
      section(list),
      ...(footer === null ? [] : [section(footer)]),
      ...(button === null ? [] : [restoreButton(button)]),
    ],
  };
}

function listOf(lines: string[], words: DriftNote['words']): string {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines.slice(0, mostLines)) {
    const item = `• ${slackText(words(line), lineLimit)}`;
    length += item.length + 1;
    if (length > sectionLimit) break;
    shown.push(item);
  }
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [words(`• and ${left} more: \`zo drift\` tells all`)] : [])].join('\n');
}

function restoreButton(value: string): SlackBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: restoreActionId,
        style: 'primary',
        text: { type: 'plain_text', text: 'Restore', emoji: false },
        accessibility_label: 'Restore the workflow to what the playbook says',
        value,
        confirm: {
          title: { type: 'plain_text', text: 'Restore the workflow?' },
          text: { type: 'plain_text', text: 'What differs is replaced by what the playbook in force says.' },
          confirm: { type: 'plain_text', text: 'Restore' },
          deny: { type: 'plain_text', text: 'Cancel' },
        },
      },
    ],
  };
}
