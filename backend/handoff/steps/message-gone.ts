/**
 * A posted message is no longer there: somebody deleted it, or its channel was archived or deleted. While the handoff is open
 * the operator is told, and where nothing else tells of it, it is posted once more.
 */
import { type AlertPlace, priorities } from '../../outbox/effect.ts';
import { thenStep, unchanged } from '../combine-changes.ts';
import { type Handoff, isOpen } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { isReviewKey, keyOfAgain, readerOf } from '../message-keys.ts';
import { isAlertKey } from '../open-status.ts';
import { alertKey, alertSettled, postAlert } from './alerting.ts';
import { reviewKey } from './reviewing.ts';

export type GoneMessage = {
  key: string;
  reason: string;
  /** Where alerts of this handoff go, the place the message stood in last. */
  places: AlertPlace[];
};

export function messageGone(handoff: Handoff, { key, reason, places }: GoneMessage): HandoffChange {
  if (handoff.alerts[key]?.state !== 'posted') return unchanged(handoff);
  const gone = alertSettled(handoff, key, { state: 'gone', reason });
  if (!isOpen(handoff.status)) return gone;
  const again = thenStep(gone, (next) => (isReviewKey(key) ? askAgain(next) : tellAgain(next, key, places)));
  const isAgain = again.effects.length > gone.effects.length;
  const what = isReviewKey(key) ? 'The question to the reviewers' : 'The message';
  return {
    ...again,
    alarm: {
      key: `gone:${key}`,
      message:
        `${what} about handoff ${handoff.handoffId} (${key}) is no longer in Slack: ${reason}. ` +
        (isAgain ? 'It is posted once more.' : 'It is not posted again.'),
    },
  };
}

/** Only while no other message tells whoever has it, or their channel. */
function tellAgain(handoff: Handoff, gone: string, places: AlertPlace[]): HandoffChange | null {
  if (!isAlertKey(gone) || !isOpen(handoff.status) || isToldElsewhere(handoff)) return null;
  for (const place of places) {
    const plain = alertKey(handoff.handoffId, place);
    const key = [plain, keyOfAgain(plain)].find((one) => handoff.alerts[one] === undefined);
    if (key === undefined) continue;
    return {
      handoff: { ...handoff, alerts: { ...handoff.alerts, [key]: { state: 'queued' } } },
      effects: [postAlert(handoff, place, key)],
      receipts: [{ kind: 'alert', body: { state: 'queued', keys: [key] } }],
    };
  }
  return null;
}

function isToldElsewhere({ alerts, owner }: Handoff): boolean {
  return Object.entries(alerts).some(([key, { state }]) => {
    const reader = readerOf(key);
    const isTheirs = reader === null || reader === owner?.email;
    return isAlertKey(key) && isTheirs && (state === 'posted' || state === 'queued');
  });
}

/** The operators, who may decide too. */
function askAgain(handoff: Handoff): HandoffChange | null {
  const key = keyOfAgain(reviewKey(handoff.handoffId));
  if (handoff.status !== 'in_review' || handoff.alerts[key] !== undefined) return null;
  return {
    handoff: { ...handoff, alerts: { ...handoff.alerts, [key]: { state: 'queued' } } },
    effects: [
      {
        kind: 'post review',
        handoffId: handoff.handoffId,
        channel: null,
        key,
        lane: 'slack:operator',
        priority: priorities.crossing,
      },
    ],
    receipts: [],
  };
}
