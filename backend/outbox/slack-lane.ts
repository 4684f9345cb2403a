/** One Slack destination of one portal: about one message per second, each at most once. */
import type { Clock } from '../clock.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { Operator } from '../slack/operator-place.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import type { ClaimedEffect, EffectOutcome } from './effect.ts';
import { failed, type Settlement } from './lane.ts';
import { slackOnceOnDisk } from './once-on-disk.ts';
import { postAlert } from './post-alert.ts';
import { postDigest } from './post-digest.ts';
import { postDriftNote } from './post-drift-note.ts';
import { postNote } from './post-note.ts';
import { postQuestion } from './post-question.ts';
import { postReminder } from './post-reminder.ts';
import { postReview } from './post-review.ts';
import { postSampleAlert } from './post-sample-alert.ts';

export type SlackLane = {
  portalId: number;
  store: HandoffStore &
    Pick<OutboxStore, 'markSending' | 'enqueue' | 'flushed'> &
    Pick<PortalStore, 'portals' | 'raiseAlarm' | 'clearAlarm' | 'setting' | 'saveSetting'>;
  /** Null: Slack is not connected. */
  gateway: SlackGateway | null;
  state: PortalState;
  clock: Clock;
  operator: Operator;
};

export async function runSlackLane(given: SlackLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const lane = { ...given, gateway: given.gateway && slackOnceOnDisk(given.gateway, given.store) };
  const settled: Settlement[] = [];
  for (const effect of effects) settled.push({ effect, outcome: await post(lane, effect) });
  return settled;
}

async function post(lane: SlackLane, claimed: ClaimedEffect): Promise<EffectOutcome> {
  const { effect } = claimed;
  switch (effect.kind) {
    case 'post alert':
      return postAlert(lane, { ...claimed, effect });
    case 'post review':
      return postReview(lane, { ...claimed, effect });
    case 'post question':
      return postQuestion(lane, { ...claimed, effect });
    case 'post reminder':
      return postReminder(lane, { ...claimed, effect });
    case 'post note':
      return postNote(lane, { ...claimed, effect });
    case 'post digest':
      return postDigest(lane, { ...claimed, effect });
    case 'post drift note':
      return postDriftNote(lane, { ...claimed, effect });
    case 'post sample alert':
      return postSampleAlert(lane, { ...claimed, effect });
    default:
      return failed(`${effect.kind} is nothing to post in Slack`);
  }
}
