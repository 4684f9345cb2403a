/**
 * One Slack destination of one portal: about one message per second. What was posted is written on the handoff first and
 * in the outbox second, so that a crash in between shows an unconfirmed alert and never posts it twice.
 */
import type { Clock } from '../clock.ts';
import { effectSettled } from '../handoff/effect-settled.ts';
import type { AlertState, Handoff } from '../handoff/handoff.ts';
import { messageView, showsOf } from '../handoff/message-view.ts';
import { alertKey } from '../handoff/steps/alerting.ts';
import { playbookPlaces } from '../handoff/take-up.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { type Alternatives, untilReconnected } from '../slack/alert-place.ts';
import { type Delivery, deliverAlert } from '../slack/deliver-alert.ts';
import type { Operator } from '../slack/operator-place.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import { buildAlert } from './build-alert.ts';
import { type AlertPlace, type ClaimedEffect, type EffectOutcome, readFactsEffect } from './effect.ts';
import { backoffMs, type Claimed, failed, later, ofKind, type Settlement } from './lane.ts';
import { postDriftNote } from './post-drift-note.ts';
import { notConnected, postNote } from './post-note.ts';
import { postSampleAlert } from './post-sample-alert.ts';
import { wordUnconfirmed } from './unconfirmed.ts';

export type SlackLane = {
  portalId: number;
  store: HandoffStore &
    Pick<OutboxStore, 'markSending' | 'enqueue'> &
    Pick<PortalStore, 'raiseAlarm' | 'clearAlarm' | 'setting' | 'saveSetting'>;
  /** Null: Slack is not connected. */
  gateway: SlackGateway | null;
  state: PortalState;
  clock: Clock;
  operator: Operator;
};

/** One alarm however many alerts wait for it. */
const slackAlarm = 'slack';
const contactComesMs = 300;
const mostWaitsForContact = 20;

export async function runSlackLane(lane: SlackLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const settled: Settlement[] = [];
  for (const effect of ofKind(effects, 'post alert')) settled.push({ effect, outcome: await postAlert(lane, effect) });
  for (const effect of ofKind(effects, 'post note')) settled.push({ effect, outcome: await postNote(lane, effect) });
  for (const effect of ofKind(effects, 'post drift note')) {
    settled.push({ effect, outcome: await postDriftNote(lane, effect) });
  }
  for (const effect of ofKind(effects, 'post sample alert')) {
    settled.push({ effect, outcome: await postSampleAlert(lane, effect) });
  }
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
  if (lane.gateway === null) return settleAlert(lane, claimed, handoff, untilReconnected(notConnected));
  const { receipt, owner, note, dueAt } = handoff;
  const delivery = await deliverAlert({
    gateway: lane.gateway,
    alert: buildAlert({ state, work, receipt, owner, note, dueAt, now: clock.now(), test: false }),
    ownerEmail: owner?.email ?? null,
    place,
    alternatives: alternativesTo(place, handoff, state),
    markSending: () => store.markSending(portalId, claimed.key, claimed.lease),
  });
  return settleAlert(lane, claimed, handoff, delivery);
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
  handoff: Handoff,
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
  const shows = showsOf(messageView(handoff, claimed.key));
  const state = alertState(delivery, shows, now);
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

function alertState(delivery: Exclude<Delivery, { outcome: 'lost' | 'later' }>, shows: string, at: number): AlertState {
  switch (delivery.outcome) {
    case 'posted':
      return { state: 'posted', channel: delivery.channel, ts: delivery.ts, link: delivery.link, at, shows };
    case 'unconfirmed':
      return { state: 'unconfirmed', reason: delivery.reason };
    case 'covered':
      return { state: 'failed', reason: delivery.operatorNote };
    case 'failed':
      return { state: 'failed', reason: delivery.reason };
  }
}
