/** Reminds of a first call or a review, at most once, where whoever is meant has read of it. */
import { workingTimeOf } from '../handoff/owner-hours.ts';
import { isStillWanted } from '../handoff/reminder-due.ts';
import { threadOf } from '../handoff/thread-root.ts';
import { resolvePlace, untilReconnected } from '../slack/alert-place.ts';
import { type Delivery, deliverMessage } from '../slack/deliver-message.ts';
import { resolveOperator } from '../slack/operator-place.ts';
import { wordReminder } from '../slack/word-reminder.ts';
import type { EffectOutcome, ReminderPlace } from './effect.ts';
import { holdBack } from './hold-back.ts';
import { type Claimed, done, failed, later } from './lane.ts';
import { namedPerson } from './person-words.ts';
import { notConnected } from './post-note.ts';
import { redactIfErased } from './redact-message.ts';
import { waitForSlack } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';
import { wordUnconfirmed } from './unconfirmed.ts';

export async function postReminder(lane: SlackLane, claimed: Claimed<'post reminder'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, state } = lane;
  const { handoffId, what, place } = claimed.effect;
  const handoff = await store.handoff(portalId, handoffId);
  if (handoff === null || !isStillWanted(handoff, claimed.effect)) return done;
  const heldBack = await holdBack(lane, handoff, claimed.key, place);
  if (heldBack !== null) return heldBack;
  const [work] = await store.contactWork(portalId, [handoff.personId]);
  if (work === undefined) return failed('the person is gone');
  if (gateway === null) return settle(lane, claimed, untilReconnected(notConnected));
  const { owner, dueAt, review } = handoff;
  const now = lane.clock.now();
  const reader = place.to === 'dm' ? place.email : (owner?.email ?? null);
  const { zone } = workingTimeOf(state.playbook, state.portal.timeZone, reader);
  const user = owner === null ? null : await gateway.findUserByEmail(owner.email);
  const text = wordReminder(
    {
      what,
      about: namedPerson(state.portal, work),
      owner: owner && { name: owner.name, slackUserId: user?.outcome === 'found' ? user.value.userId : null },
      dueAt,
      askedAt: review?.askedAt ?? null,
    },
    { zone, namesCity: zone !== state.portal.timeZone, reference: now },
  );
  const delivery = await deliverMessage({
    gateway,
    resolve: () => findPlace(lane, place),
    draw: async () => ({ text, blocks: [] }),
    threadIn: async (channel) => {
      const ts = threadOf(handoff, channel);
      return ts === null ? null : { ts, broadcast: place.to === 'channel' };
    },
    markSending: () => store.markSending(portalId, claimed.key, claimed.lease),
  });
  return settle(lane, claimed, delivery);
}

function findPlace({ gateway, state, operator }: SlackLane, place: ReminderPlace) {
  if (place.to === 'operator') return resolveOperator(gateway!, state.playbook.operatorChannel, operator);
  return resolvePlace(gateway!, place);
}

/** It is no message of the handoff's own, so nothing is written there. */
async function settle(lane: SlackLane, claimed: Claimed<'post reminder'>, delivery: Delivery): Promise<EffectOutcome> {
  const { store, portalId, clock } = lane;
  switch (delivery.outcome) {
    case 'lost':
      return later(1_000, 'another worker has taken this over');
    case 'later':
      return waitForSlack(lane, claimed, delivery);
    case 'posted': {
      const { channel, ts } = delivery;
      await redactIfErased(lane, claimed.effect.handoffId, delivery);
      return { outcome: 'done', result: { channel, ts } };
    }
    case 'unconfirmed': {
      const words = wordUnconfirmed(claimed.key, delivery.reason);
      await store.raiseAlarm(portalId, `unconfirmed:${claimed.key}`, words, clock.now());
      return { outcome: 'unconfirmed', reason: delivery.reason };
    }
    default: {
      const reason = delivery.outcome === 'failed' ? delivery.reason : delivery.operatorNote;
      const words = `Handoff ${claimed.effect.handoffId}: a reminder could not be posted. ${reason}`;
      await store.raiseAlarm(portalId, `slack:${claimed.lane}`, words, clock.now());
      return failed(reason);
    }
  }
}
