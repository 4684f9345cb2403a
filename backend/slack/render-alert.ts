/** One alert as a Slack message: blocks, and a text that says the same line by line for notifications and screen readers. */
import { type Alert, type AlertWording, wordAlert } from '@zo/shared';
import type { MessageView } from '../handoff/message-view.ts';
import { header, joinWithin, section, textLimit } from './blocks.ts';
import { buttonRows, type Pressed } from './buttons.ts';
import { nameLimit, tidyName } from './person-text.ts';
import type { SlackBlock } from './slack-gateway.ts';
import { cleanText, mention, safeUrl, shortenText, slackText } from './slack-text.ts';
import { type LocalTimes, wordState } from './word-state.ts';

export type RenderedMessage = { text: string; blocks: SlackBlock[] };

/** What has become of it since the facts of the alert were gathered, and what can be pressed. */
export type ShownState = { view: MessageView; times: LocalTimes; pressed: Pressed | null };

const lineLimit = 450;
const noteLimit = 700;

export function renderAlert(alert: Alert, shown: ShownState | null = null): RenderedMessage {
  const words = wordAlert(tidyNames(alert));
  const why = words.whyNow && `Why now: ${words.whyNow}`;
  const last = words.last && `Last: ${words.last}`;
  const known = [why, words.score, last, words.optedOut]
    .filter((line) => line !== null)
    .map((line) => slackText(line, lineLimit));
  const owner = ownerLines(alert, words, shown);
  const note = alert.note === null ? null : `Note: ${slackText(alert.note, noteLimit)}`;
  const url = words.link && safeUrl(words.link);
  const lines = [
    slackText(words.headline, lineLimit),
    ...known,
    ...owner,
    ...(note === null ? [] : [note]),
    ...(url ? [`Open in HubSpot: <${url}>`] : []),
  ];
  return {
    text: joinWithin(lines, textLimit),
    blocks: [
      header(words.headline),
      ...(known.length > 0 ? [section(known.join('\n'))] : []),
      section(owner.join('\n')),
      ...(note === null ? [] : [section(note)]),
      ...buttonRows({
        view: shown?.view ?? nothingToPress,
        pressed: shown?.pressed ?? null,
        personName: alert.personName,
        link: words.link,
      }),
    ],
  };
}

const nothingToPress: MessageView = { state: { is: 'withdrawn' }, buttons: [] };

/** Who has it and until when; under it, or in its place, what has become of it. */
function ownerLines(alert: Alert, words: AlertWording, shown: ShownState | null): string[] {
  const state = shown && wordState(shown.view.state, shown.times);
  if (!state) return [ownerLine(alert, words.owner, words.due)];
  const line = slackText(state.line, lineLimit);
  return state.replacesOwner ? [line] : [ownerLine(alert, words.owner, null), line];
}

/** "Owner: @maria - first call due within 2 hours". */
function ownerLine({ owner }: Alert, name: string, due: string | null): string {
  const mentioned = owner?.slackUserId ? mention(owner.slackUserId) : null;
  return `Owner: ${mentioned ?? slackText(name, lineLimit)}${due === null ? '' : ` - ${slackText(due, lineLimit)}`}`;
}

function tidyNames(alert: Alert): Alert {
  const lastEvent = alert.lastEvent && tidyName(alert.lastEvent.name) !== '' ? alert.lastEvent : null;
  return {
    ...alert,
    personName: tidyName(alert.personName) || 'Somebody',
    companyName: alert.companyName === null ? null : tidyName(alert.companyName) || null,
    whyNow: alert.whyNow === null ? null : shortenText(cleanText(alert.whyNow), 2 * nameLimit) || null,
    lastEvent: lastEvent && { ...lastEvent, name: tidyName(lastEvent.name) },
    owner: alert.owner && { ...alert.owner, name: tidyName(alert.owner.name) || 'the owner' },
  };
}
