/** Short notes in a channel or a direct message, each at most once. */
import { untilReconnected } from '../slack/alert-place.ts';
import { findConversation } from '../slack/find-conversation.ts';
import { slackAlarm } from '../slack/slack-alarm.ts';
import type { SlackFailure } from '../slack/slack-failure.ts';
import type { Posted } from '../slack/slack-gateway.ts';
import type { ClaimedEffect, EffectOutcome } from './effect.ts';
import { backoffMs, type Claimed, done, failed, later } from './lane.ts';
import { redactIfErased } from './redact-message.ts';
import { waitForSlack } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';
import { wordUnconfirmed } from './unconfirmed.ts';

export const notConnected = 'Slack is not connected: the settings say how, under Slack';

export async function postNote(lane: SlackLane, claimed: Claimed<'post note'>): Promise<EffectOutcome> {
  const { store, portalId, gateway } = lane;
  if (gateway === null) return failed(notConnected);
  const { channel: name, text } = claimed.effect;
  const channel = await findConversation(gateway, name);
  if (channel.outcome === 'absent') {
    await raiseNotPosted(lane, claimed, channel.reason);
    return failed(channel.reason);
  }
  if (channel.outcome !== 'found') return later(backoffMs(claimed.attempts, 1_000), 'Slack could not be asked');
  if (!(await store.markSending(portalId, claimed.key, claimed.lease))) return later(1_000, 'taken over');
  return settleNote(lane, claimed, await gateway.postMessage({ channel: channel.id, text }));
}

/** What Slack's answer means for a note; what the operator should know of it becomes an alarm. */
export async function settleNote(
  lane: SlackLane,
  claimed: ClaimedEffect,
  posted: Posted | SlackFailure,
): Promise<EffectOutcome> {
  switch (posted.outcome) {
    case 'posted': {
      await lane.store.clearAlarm(lane.portalId, slackAlarm);
      if (claimed.effect.kind !== 'post note') return done;
      const { channel, ts } = posted;
      await redactIfErased(lane, claimed.effect.handoffId, posted);
      return { outcome: 'done', result: { channel, ts } };
    }
    case 'ambiguous': {
      const words = wordUnconfirmed(claimed.key, posted.reason);
      await lane.store.raiseAlarm(lane.portalId, `unconfirmed:${claimed.key}`, words, lane.clock.now());
      return { outcome: 'unconfirmed', reason: posted.reason };
    }
    case 'refused':
      if (posted.needs === 'reinstall') return waitForSlack(lane, claimed, untilReconnected(posted.reason));
      await raiseNotPosted(lane, claimed, posted.reason);
      return failed(posted.reason);
    case 'rate limited':
      return later(posted.retryAfterMs, 'Slack asks us to slow down');
    case 'not sent':
      return later(backoffMs(claimed.attempts, 1_000), posted.reason);
  }
}

export async function raiseNotPosted(
  { store, portalId, clock }: SlackLane,
  { lane }: ClaimedEffect,
  reason: string,
): Promise<void> {
  await store.raiseAlarm(portalId, `slack:${lane}`, `A note could not be posted: ${reason}.`, clock.now());
}
