/** One alert as a Slack message: blocks, and a text that says the same line by line for notifications and screen readers. */
import { type Alert, type AlertWording, wordAlert } from '@zo/shared';
import type { SlackBlock } from './slack-gateway.ts';
import { cleanText, mention, safeUrl, shortenText, slackText } from './slack-text.ts';

export type RenderedMessage = { text: string; blocks: SlackBlock[] };

/** Button clicks on links are reported too; this names the one that only opens the record. */
export const openRecordActionId = 'zo_open_record';

/** Longest name shown; Slack's limits: header 150, accessibility label 75. */
const nameLimit = 100;
const lineLimit = 600;
const noteLimit = 1_000;
const headerLimit = 150;
const labelLimit = 75;

export function renderAlert(alert: Alert): RenderedMessage {
  const words = wordAlert(tidyNames(alert));
  const why = words.whyNow && `Why now: ${words.whyNow}`;
  const last = words.last && `Last: ${words.last}`;
  const known = [why, words.score, last].filter((line) => line !== null).map((line) => slackText(line, lineLimit));
  const owner = ownerLine(alert, words);
  const note = alert.note === null ? null : `Note: ${slackText(alert.note, noteLimit)}`;
  const url = words.link && safeUrl(words.link);
  const text = [
    slackText(words.headline, lineLimit),
    ...known,
    owner,
    ...(note === null ? [] : [note]),
    ...(url ? [`Open in HubSpot: <${url}>`] : []),
  ];
  return {
    text: text.join('\n'),
    blocks: [
      {
        type: 'header',
        // Plain text is not parsed, and must not be escaped: entities would show.
        text: { type: 'plain_text', text: shortenText(words.headline, headerLimit), emoji: false },
      },
      ...(known.length > 0 ? [section(known.join('\n'))] : []),
      section(owner),
      ...(note === null ? [] : [section(note)]),
      ...(words.link ? [openButton(words.link, alert.personName)] : []),
    ],
  };
}

/** "Owner: @maria - first call due within 2 hours". */
function ownerLine({ owner }: Alert, { owner: name, due }: AlertWording): string {
  const mentioned = owner?.slackUserId ? mention(owner.slackUserId) : null;
  return `Owner: ${mentioned ?? slackText(name, lineLimit)}${due === null ? '' : ` - ${slackText(due, lineLimit)}`}`;
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function openButton(url: string, personName: string): SlackBlock {
  const label = shortenText(`Open ${cleanText(personName)} in HubSpot`, labelLimit);
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: openRecordActionId,
        text: { type: 'plain_text', text: 'Open in HubSpot', emoji: false },
        accessibility_label: label,
        url,
      },
    ],
  };
}

/** Names from outside, one clean line each, so that no name pushes the facts out of sight. */
function tidyNames(alert: Alert): Alert {
  const tidy = (name: string) => shortenText(cleanText(name), nameLimit);
  const lastEvent = alert.lastEvent && tidy(alert.lastEvent.name) !== '' ? alert.lastEvent : null;
  return {
    ...alert,
    personName: tidy(alert.personName) || 'Somebody',
    companyName: alert.companyName === null ? null : tidy(alert.companyName) || null,
    whyNow: alert.whyNow === null ? null : shortenText(cleanText(alert.whyNow), 2 * nameLimit) || null,
    lastEvent: lastEvent && { ...lastEvent, name: tidy(lastEvent.name) },
    owner: alert.owner && { ...alert.owner, name: tidy(alert.owner.name) || 'the owner' },
  };
}
