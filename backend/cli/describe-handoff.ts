/** One handoff as one line for the terminal. */
import type { AlertState, Handoff } from '../handoff/handoff.ts';
import { channelOf, isAgain, isQuestionKey, isReviewKey, readerOf } from '../handoff/message-keys.ts';
import type { NamedPerson } from '../store/home-store.ts';
import { momentWords } from '../text/moment-words.ts';
import { oneLine } from './text-table.ts';

/** Who first. `timeZone`: the portal's. */
export function describeHandoff(handoff: Handoff, person: NamedPerson | undefined, timeZone: string): string {
  const { handoffId, openedAt, status, owner, alerts, returnReasons } = handoff;
  const messages = Object.entries(alerts).map(([key, alert]) => `${placeWords(key)}: ${stateWords(alert)}`);
  return [
    `#${handoffId} ${whoWords(handoff, person)}`,
    momentWords(openedAt, timeZone),
    status.replaceAll('_', ' '),
    owner?.email ?? 'no owner',
    whyWords(handoff),
    messages.join(', ') || 'no alert',
    returnReasons.join('; '),
  ]
    .filter(Boolean)
    .join(' | ');
}

/** "Sarah Chen at FinPilot (contact 501)". */
function whoWords({ contactId, erasedAt }: Handoff, person: NamedPerson | undefined): string {
  if (erasedAt !== undefined || person === undefined) return 'somebody who was erased';
  const { name, companyName } = person;
  const at = companyName === null ? '' : ` at ${companyName}`;
  return oneLine(`${name}${at} (${contactId === null ? 'not in HubSpot yet' : `contact ${contactId}`})`);
}

function whyWords({ receipt, byHand, origin, erasedAt }: Handoff): string {
  if (byHand !== null) return `handed off by hand by ${byHand.by}: ${byHand.reason}`;
  if (origin === 'by hand') return 'handed off by hand';
  if (erasedAt !== undefined) return 'erased';
  return receipt?.trigger?.words ?? (receipt === null ? 'asked for by a workflow' : 'crossed the definition');
}

function placeWords(key: string): string {
  const reader = readerOf(key);
  const place = isReviewKey(key)
    ? 'question to reviewers'
    : isQuestionKey(key)
      ? 'question before a return'
      : reader === null
        ? (channelOf(key) ?? 'message')
        : `direct message to ${reader}`;
  return isAgain(key) ? `${place}, once more` : place;
}

const states: Record<AlertState['state'], string> = {
  queued: 'waiting to be sent',
  posted: 'posted',
  gathered: 'in the list of further alerts',
  unconfirmed: 'perhaps posted',
  gone: 'posted, and gone',
  failed: 'not posted',
};

function stateWords(alert: AlertState): string {
  if (alert.state === 'failed' && alert.isMoot) return 'not needed any more';
  return 'reason' in alert ? `${states[alert.state]} (${alert.reason})` : states[alert.state];
}
