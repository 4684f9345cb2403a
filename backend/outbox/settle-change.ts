/** What Slack's answer means for an effect that changes a message which stands. Changing it again does no harm. */
import { untilReconnected } from '../slack/alert-place.ts';
import type { SlackFailure } from '../slack/slack-failure.ts';
import type { ClaimedEffect } from './effect.ts';
import { backoffMs, later, type Settlement } from './lane.ts';
import { notConnected } from './post-note.ts';
import { waitForSlack } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

export type Changed = Omit<Settlement, 'effect'>;

export type Refusal = Extract<SlackFailure, { outcome: 'refused' }>;

type Lane = Pick<SlackLane, 'store' | 'portalId' | 'clock'>;

/** `refused`: what a refusal means that connecting Slack again does not end. */
export async function settleUnchanged(
  lane: Lane,
  claimed: ClaimedEffect,
  answer: SlackFailure,
  refused: (refusal: Refusal) => Promise<Changed>,
): Promise<Changed> {
  switch (answer.outcome) {
    case 'rate limited': {
      const { retryAfterMs } = answer;
      return { outcome: later(retryAfterMs, 'Slack asks us to slow down'), laneWaitsMs: retryAfterMs };
    }
    case 'not sent':
    case 'ambiguous':
      return { outcome: later(backoffMs(claimed.attempts, 1_000), answer.reason) };
    case 'refused':
      return answer.needs === 'reinstall' ? waitUntilConnected(lane, claimed, answer.reason) : refused(answer);
  }
}

export async function waitUntilConnected(lane: Lane, claimed: ClaimedEffect, reason = notConnected): Promise<Changed> {
  return { outcome: await waitForSlack(lane, claimed, untilReconnected(reason)) };
}
