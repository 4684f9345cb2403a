/** The alert of a handoff in one place. */
import { type Handoff, isOpen } from '../handoff/handoff.ts';
import { plainKey, readerOf } from '../handoff/message-keys.ts';
import { showsOf } from '../handoff/message-view.ts';
import { alertKey } from '../handoff/steps/alerting.ts';
import { playbookPlaces } from '../handoff/take-up.ts';
import { threadOf, threadRoot } from '../handoff/thread-root.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { type Alternatives, untilReconnected } from '../slack/alert-place.ts';
import { deliverAlert } from '../slack/deliver-alert.ts';
import type { Delivery } from '../slack/deliver-message.ts';
import type { SlackGateway, SlackThread } from '../slack/slack-gateway.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import { readAlertDay, saveAlertDay } from './alert-budget.ts';
import { alertNote } from './alert-note.ts';
import { buildAlert } from './build-alert.ts';
import { shownState } from './draw-message.ts';
import { type AlertPlace, type EffectOutcome, readFactsEffect } from './effect.ts';
import { gatherAlert } from './gather-alert.ts';
import { holdBack } from './hold-back.ts';
import { type Claimed, failed, later } from './lane.ts';
import { notConnected } from './post-note.ts';
import { settleMessage, settleMoot } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

const hourMs = 60 * 60_000;
/** Of a company that more people cross at than this, the newest are looked at. */
const mostInThread = 50;
const contactComesMs = 300;
const mostWaitsForContact = 20;

export async function postAlert(lane: SlackLane, claimed: Claimed<'post alert'>): Promise<EffectOutcome> {
  const { store, portalId, clock, gateway } = lane;
  const { handoffId, place } = claimed.effect;
  const { key } = claimed;
  const handoff = await store.handoff(portalId, handoffId);
  if (handoff === null) return failed(`handoff ${handoffId} is gone`);
  const moot = whyMoot(lane.state, handoff, key);
  if (moot !== null) return settleMoot(lane, { handoffId, key }, moot);
  const heldBack = await holdBack(lane, handoff, key, place);
  if (heldBack !== null) return heldBack;
  const [work] = await store.contactWork(portalId, [handoff.personId]);
  if (work === undefined) return failed('the person is gone');
  if (work.record?.recordId == null && claimed.attempts < mostWaitsForContact) {
    return later(contactComesMs, 'the contact is not in HubSpot yet; the alert would have no link');
  }
  if (work.record?.facts == null && claimed.attempts < mostWaitsForContact) {
    await store.enqueue(portalId, [readFactsEffect(handoff.personId)], clock.now());
    return later(contactComesMs, 'HubSpot is asked for the name and the company first');
  }
  if (gateway === null) {
    return settleMessage(lane, claimed, { handoffId, shows: '' }, untilReconnected(notConnected));
  }
  const budget = place.to === 'dm' ? await readAlertDay(lane, place.email) : null;
  if (budget?.isOver && place.to === 'dm') {
    const gathered = await gatherAlert({ ...lane, gateway }, claimed, { handoff, email: place.email, day: budget.day });
    if (gathered !== null) return gathered;
  }
  const { outcome, delivery } = await postNow({ ...lane, gateway }, claimed, handoff, work);
  if (budget && place.to === 'dm' && delivery.outcome === 'posted' && delivery.operatorNote === null) {
    await saveAlertDay(lane, place.email, { ...budget.day, posted: budget.day.posted + 1 });
  }
  return outcome;
}

async function postNow(
  lane: SlackLane & { gateway: SlackGateway },
  claimed: Claimed<'post alert'>,
  handoff: Handoff,
  work: ContactWork,
): Promise<{ outcome: EffectOutcome; delivery: Delivery }> {
  const { store, portalId, state, gateway, clock } = lane;
  const { key } = claimed;
  const { place } = claimed.effect;
  const { handoffId, receipt, owner, dueAt } = handoff;
  const note = await alertNote(lane, handoff);
  const now = clock.now();
  const shown = shownState(lane, { handoff, key, at: now });
  const delivery = await deliverAlert({
    gateway,
    alert: buildAlert({ state, work, receipt, owner, note, dueAt, now, test: false }),
    shown,
    ownerEmail: owner?.email ?? null,
    place,
    alternatives: alternativesTo(place, handoff, state),
    threadIn: (channel) => companyThread(lane, handoff, channel),
    markSending: () => store.markSending(portalId, key, claimed.lease),
  });
  const outcome = await settleMessage(lane, claimed, { handoffId, shows: showsOf(shown.view) }, delivery);
  return { outcome, delivery };
}

/** What came to pass while a direct message waited: its reader need not read it any more. Null: they do. */
function whyMoot({ playbook }: PortalState, { owner, status }: Handoff, key: string): string | null {
  const reader = readerOf(key);
  if (reader === null) return null;
  if (owner !== null && owner.email !== reader) return `${owner.name} had the handoff before it could be posted`;
  // Without quiet hours an alert waits only when something is broken, and then it is told what came of it too.
  const mayWait = playbook.handoff.work.quietHours !== null;
  return mayWait && !isOpen(status) ? 'the handoff ended before it could be posted' : null;
}

/** Broadcast, so that an answer in a thread is seen like any other alert. */
async function companyThread(
  { store, portalId, state, clock }: SlackLane,
  { companyId, handoffId, byHand }: Handoff,
  channel: string,
): Promise<SlackThread | null> {
  // What goes on with a colleague goes on in the thread where it began, however long ago.
  const before = byHand?.insteadOf == null ? null : await store.handoff(portalId, byHand.insteadOf);
  const begun = before && threadOf(before, channel);
  if (begun !== null) return { ts: begun, broadcast: true };
  const { threadHours } = state.playbook.handoff.work;
  if (companyId === null || threadHours === 0) return null;
  const handoffs = await store.handoffsAtCompany(portalId, companyId, mostInThread);
  const others = handoffs.filter((other) => other.handoffId !== handoffId);
  const ts = threadRoot(others, channel, clock.now() - threadHours * hourMs);
  return ts === null ? null : { ts, broadcast: true };
}

/** A missing person's alert goes to the channel, a missing channel's to the AE; never twice to one of them. */
export function alternativesTo(
  place: AlertPlace,
  handoff: Handoff,
  state: Pick<PortalState, 'playbook'>,
): Alternatives {
  const other = playbookPlaces(state, handoff).find(({ to }) => to !== place.to) ?? null;
  const theirs = other === null ? null : alertKey(handoff.handoffId, other);
  const isPlanned = Object.entries(handoff.alerts).some(
    ([key, { state }]) => plainKey(key) === theirs && state !== 'failed',
  );
  return { fallback: other, fallbackIsPlanned: isPlanned };
}
