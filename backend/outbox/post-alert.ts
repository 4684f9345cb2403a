/** The alert of a handoff in one place. */
import type { Handoff } from '../handoff/handoff.ts';
import { showsOf } from '../handoff/message-view.ts';
import { alertKey } from '../handoff/steps/alerting.ts';
import { playbookPlaces } from '../handoff/take-up.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { type Alternatives, untilReconnected } from '../slack/alert-place.ts';
import { deliverAlert } from '../slack/deliver-alert.ts';
import { buildAlert } from './build-alert.ts';
import { shownState } from './draw-message.ts';
import { type AlertPlace, type EffectOutcome, readFactsEffect } from './effect.ts';
import { type Claimed, failed, later } from './lane.ts';
import { notConnected } from './post-note.ts';
import { settleMessage } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

const contactComesMs = 300;
const mostWaitsForContact = 20;

export async function postAlert(lane: SlackLane, claimed: Claimed<'post alert'>): Promise<EffectOutcome> {
  const { store, portalId, state, clock, gateway } = lane;
  const { handoffId, place } = claimed.effect;
  const { key } = claimed;
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
  const shown = shownState(lane, { handoff, key, at: clock.now() });
  const settle = { handoffId, shows: showsOf(shown.view) };
  if (gateway === null) return settleMessage(lane, claimed, settle, untilReconnected(notConnected));
  const { receipt, owner, note, dueAt } = handoff;
  const delivery = await deliverAlert({
    gateway,
    alert: buildAlert({ state, work, receipt, owner, note, dueAt, now: clock.now(), test: false }),
    shown,
    ownerEmail: owner?.email ?? null,
    place,
    alternatives: alternativesTo(place, handoff, state),
    markSending: () => store.markSending(portalId, key, claimed.lease),
  });
  return settleMessage(lane, claimed, settle, delivery);
}

/** A missing person's alert goes to the channel, a missing channel's to the AE; never twice to one of them. */
function alternativesTo(place: AlertPlace, handoff: Handoff, state: PortalState): Alternatives {
  const other = playbookPlaces(state, handoff).find(({ to }) => to !== place.to) ?? null;
  const planned = other === null ? undefined : handoff.alerts[alertKey(handoff.handoffId, other)];
  const isPlanned = planned !== undefined && planned.state !== 'failed';
  return { fallback: other, fallbackIsPlanned: isPlanned };
}
