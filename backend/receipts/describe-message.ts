/** Messages in Slack, as receipts name them, in words. */
import type { AlertState } from '../handoff/handoff.ts';
import { channelOf, isAgain, isQuestionKey, isReviewKey, readerOf } from '../handoff/message-keys.ts';
import type { ReceiptBodies } from '../handoff/receipt.ts';

type AlertBody = ReceiptBodies['alert'];

/** "Alert to maria@acme.test posted in Slack". */
export function messageWords(body: AlertBody): string {
  if ('keys' in body) return `On its way to Slack: ${body.keys.map(nameOfMessage).join(', ')}`;
  return `${capitalised(nameOfMessage(body.key))}${stateWords(body)}`;
}

/** Where the message can be read; null: it was not posted, or Slack gave no link. */
export function messageLink(body: AlertBody): string | null {
  return !('keys' in body) && body.state === 'posted' ? body.link : null;
}

/** By the key of its effect: alert, review or question, and its place. A new one stands for an earlier one that is gone. */
function nameOfMessage(key: string): string {
  return `${isAgain(key) ? 'new ' : ''}${kindOfMessage(key)}`;
}

function kindOfMessage(key: string): string {
  const [reader, channel] = [readerOf(key), channelOf(key)];
  if (reader !== null) return `alert to ${reader}`;
  if (channel !== null) return `alert in ${channel}`;
  if (isReviewKey(key)) return 'request for a review';
  if (isQuestionKey(key)) return 'question whether it goes back to marketing';
  return key;
}

function stateWords(state: AlertState): string {
  switch (state.state) {
    case 'queued':
      return ' on its way to Slack';
    case 'posted':
      return ' posted in Slack';
    case 'gathered':
      return ' told in the day’s list of further leads in Slack';
    case 'unconfirmed':
      return `: Slack did not confirm it (${state.reason})`;
    case 'gone':
      return `: no longer in Slack (${state.reason})`;
    case 'failed':
      return state.isMoot ? ` no longer needed: ${state.reason}` : ` not posted: ${state.reason}`;
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
