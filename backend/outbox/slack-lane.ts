/**
 * One Slack destination of one portal: about one message per second. What was posted is written on the handoff first and
 * in the outbox second, so that a crash in between shows an unconfirmed alert and never posts it twice.
 */
import type { Clock } from '../clock.ts';
import { effectSettled } from '../handoff/effect-settled.ts';
import type { AlertState, Handoff } from '../handoff/handoff.ts';
import { alertKey, readFactsEffect } from '../handoff/handoff-steps.ts';
import { playbookPlaces } from '../handoff/take-up.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { type Alternatives, untilReconnected } from '../slack/alert-place.ts';
import { type Delivery, deliverAlert } from '../slack/deliver-alert.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import { buildAlert } from './build-alert.ts';
import type { AlertPlace, ClaimedEffect, EffectOutcome } from './effect.ts';
import { backoffMs, type Claimed, done, failed, later, ofKind, type Settlement } from './lane.ts';

export type SlackLane = {
  portalId: number;
  store: HandoffStore & Pick<OutboxStore, 'markSending' | 'enqueue'> & Pick<PortalStore, 'raiseAlarm' | 'clearAlarm'>;
  /** Null: Slack is not connected. */
  gateway: SlackGateway | null;
  state: PortalState;
  clock: Clock;
};

const notConnected = 'Slack is not connected: set SLACK_BOT_TOKEN';
/** One alarm however many alerts wait for it. */
const slackAlarm = 'slack';
const contactComesMs = 300;
const mostWaitsForContact = 20;

export async function runSlackLane(lane: SlackLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const settled: Settlement[] = [];
  for (const effect of ofKind(effects, 'post alert')) settled.push({ effect, outcome: await postAlert(lane, effect) });
  for (const effect of ofKind(effects, 'post note')) settled.push({ effect, outcome: await postNote(lane, effect) });
  return settled;
}

async function postAlert(lane: SlackLane, claimed: Claimed<'post alert'>): Promise<EffectOutcome> {
  const { store, portalId, state, clock } = lane;
  const { handoffId, place } = claimed.effect;
  const handoff = await store.handoff(portalId, handoffId);
  if (handoff === null) return failed(`handoff ${handoffId} is gone`);
  const [work] = await store.contactWork(portalId, [handoff.personId]);
  if (work === undefined) return failed('the person is gone');
  if (work.record?.recordId == null && claimed.attempts < mostWaitsForContact) {
    return later(contactComesMs, 'the contact is not in HubSpot yet; the alert would have no link');
  }
  if (work.record?.facts == null && claimed.attempts < mostWaitsForContact) {
    await store.enqueue(portalId, [readFactsEffect(handoff.personId)], clock.now());
    return later(contactComesMs, 'HubSpot is asked for the name and the company first');
  }
  if (lane.gateway === null) return settleAlert(lane, claimed, untilReconnected(notConnected));
  const { receipt, owner, note, dueAt } = handoff;
  const delivery = await deliverAlert({
    gateway: lane.gateway,
    alert: buildAlert({ state, work, receipt, owner, note, dueAt, now: clock.now(), test: false }),
    ownerEmail: owner?.email ?? null,
    place,
    alternatives: alternativesTo(place, handoff, state),
    markSending: () => store.markSending(portalId, claimed.key, claimed.lease),
  });
  return settleAlert(lane, claimed, delivery);
}

/** A missing person's alert goes to the channel, a missing channel's to the AE; never twice to one of them. */
function alternativesTo(place: AlertPlace, handoff: Handoff, state: PortalState): Alternatives {
  const other = playbookPlaces(state, handoff).find(({ to }) => to !== place.to) ?? null;
  const planned = other === null ? undefined : handoff.alerts[alertKey(handoff.handoffId, other)];
  const isPlanned = planned !== undefined && planned.state !== 'failed';
  return { fallback: other, fallbackIsPlanned: isPlanned };
}

async function settleAlert(
  lane: SlackLane,
  claimed: Claimed<'post alert'>,
  delivery: Delivery,
): Promise<EffectOutcome> {
  const { store, portalId, clock } = lane;
  if (delivery.outcome === 'lost') return later(1_000, 'another worker has taken this alert over');
  if (delivery.outcome === 'later') {
    if (delivery.needsOperator)
      await store.raiseAlarm(portalId, slackAlarm, `Alerts wait: ${delivery.reason}.`, clock.now());
    return later(delivery.afterMs ?? backoffMs(claimed.attempts, 1_000), delivery.reason);
  }
  const now = clock.now();
  if (delivery.outcome === 'posted') await store.clearAlarm(portalId, slackAlarm);
  const state = alertState(delivery, now);
  await store.transactHandoff(
    portalId,
    { handoffId: claimed.effect.handoffId },
    now,
    effectSettled({ what: 'alert', key: claimed.key, state }, now),
  );
  if (delivery.outcome === 'unconfirmed') {
    await store.raiseAlarm(portalId, `unconfirmed:${claimed.key}`, wordUnconfirmed(claimed.key, delivery.reason), now);
    return { outcome: 'unconfirmed', reason: delivery.reason };
  }
  const note = 'operatorNote' in delivery ? delivery.operatorNote : delivery.reason;
  if (note) await store.raiseAlarm(portalId, `slack:${claimed.lane}`, note, now);
  return state.state === 'failed' ? failed(state.reason) : { outcome: 'done', result: state };
}

/** For the operator: nobody knows whether this was posted, so only a person may post it again. */
export function wordUnconfirmed(key: string, reason: string): string {
  const [, handoffId, ...place] = key.split(':');
  const what = key.startsWith('alert:') ? `The alert of handoff ${handoffId} (${place.join(':')})` : `The note ${key}`;
  return `${what} may or may not have been posted: ${reason}. Look in Slack before posting it again.`;
}

function alertState(delivery: Exclude<Delivery, { outcome: 'lost' | 'later' }>, at: number): AlertState {
  switch (delivery.outcome) {
    case 'posted':
      return { state: 'posted', channel: delivery.channel, ts: delivery.ts, link: delivery.link, at };
    case 'unconfirmed':
      return { state: 'unconfirmed', reason: delivery.reason };
    case 'covered':
      return { state: 'failed', reason: delivery.operatorNote };
    case 'failed':
      return { state: 'failed', reason: delivery.reason };
  }
}

async function postNote(lane: SlackLane, claimed: Claimed<'post note'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, clock } = lane;
  if (gateway === null) return failed(notConnected);
  const { channel: name, text } = claimed.effect;
  const channel = await findConversation(gateway, name);
  if (channel.outcome === 'absent') {
    await store.raiseAlarm(
      portalId,
      `slack:${claimed.lane}`,
      `A note could not be posted: ${channel.reason}.`,
      clock.now(),
    );
    return failed(channel.reason);
  }
  if (channel.outcome !== 'found') return later(backoffMs(claimed.attempts, 1_000), 'Slack could not be asked');
  if (!(await store.markSending(portalId, claimed.key, claimed.lease))) return later(1_000, 'taken over');
  const posted = await gateway.postMessage({ channel: channel.id, text });
  switch (posted.outcome) {
    case 'posted':
      return done;
    case 'ambiguous':
      await store.raiseAlarm(
        portalId,
        `unconfirmed:${claimed.key}`,
        wordUnconfirmed(claimed.key, posted.reason),
        clock.now(),
      );
      return { outcome: 'unconfirmed', reason: posted.reason };
    case 'refused':
      await store.raiseAlarm(
        portalId,
        `slack:${claimed.lane}`,
        `A note could not be posted: ${posted.reason}.`,
        clock.now(),
      );
      return failed(posted.reason);
    case 'rate limited':
      return later(posted.retryAfterMs, 'Slack asks us to slow down');
    case 'not sent':
      return later(backoffMs(claimed.attempts, 1_000), posted.reason);
  }
}

type Conversation = { outcome: 'found'; id: string } | { outcome: 'absent'; reason: string } | { outcome: 'unknown' };

/** "#marketing", an id, or "@admin@acme.test" for a direct message. */
async function findConversation(gateway: SlackGateway, name: string): Promise<Conversation> {
  if (!name.startsWith('@')) {
    const channel = await gateway.findChannel(name);
    if (channel.outcome === 'found') return { outcome: 'found', id: channel.value.id };
    return channel.outcome === 'absent' ? channel : { outcome: 'unknown' };
  }
  const user = await gateway.findUserByEmail(name.slice(1));
  if (user.outcome === 'absent') return user;
  if (user.outcome !== 'found') return { outcome: 'unknown' };
  const direct = await gateway.openDirectMessage(user.value.userId);
  if (direct.outcome === 'found') return { outcome: 'found', id: direct.value };
  return direct.outcome === 'absent' ? direct : { outcome: 'unknown' };
}
