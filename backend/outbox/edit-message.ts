/**
 * Makes posted messages show what their handoffs are now. An edit can be repeated without harm, so nothing is marked
 * before it; what changed while it was under way is edited again.
 */
import type { Handoff } from '../handoff/handoff.ts';
import { messageView, showsOf } from '../handoff/message-view.ts';
import { messageShows } from '../handoff/steps/alerting.ts';
import { messageGone } from '../handoff/steps/message-gone.ts';
import { playbookPlaces } from '../handoff/take-up.ts';
import type { RenderedMessage } from '../slack/render-alert.ts';
import { slackAlarm } from '../slack/slack-alarm.ts';
import type { SlackFailure } from '../slack/slack-failure.ts';
import type { Posted, SlackGateway } from '../slack/slack-gateway.ts';
import { drawMessage } from './draw-message.ts';
import type { AlertPlace, ClaimedEffect } from './effect.ts';
import { type Claimed, done, failed, ofKind, type Settlement } from './lane.ts';
import { slackOnceOnDisk } from './once-on-disk.ts';
import { redactMessage } from './redact-message.ts';
import { type Changed, type Refusal, settleUnchanged, waitUntilConnected } from './settle-change.ts';
import type { SlackLane } from './slack-lane.ts';

export async function runEditsLane(given: SlackLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const lane = { ...given, gateway: given.gateway && slackOnceOnDisk(given.gateway, given.store) };
  const settled: Settlement[] = [];
  for (const effect of ofKind(effects, 'edit message')) {
    settled.push({ effect, ...(await editMessage(lane, effect)) });
  }
  for (const effect of ofKind(effects, 'redact message')) {
    settled.push({ effect, ...(await redactMessage(lane, effect)) });
  }
  return settled;
}

async function editMessage(lane: SlackLane, claimed: Claimed<'edit message'>): Promise<Changed> {
  const { store, portalId, gateway, clock } = lane;
  const { handoffId, message: key } = claimed.effect;
  const handoff = await store.handoff(portalId, handoffId);
  const alert = handoff?.alerts[key];
  if (handoff === null || handoff.erasedAt !== undefined || alert?.state !== 'posted') return { outcome: done };
  const shows = showsOf(messageView(handoff, key));
  if (alert.shows === shows) return { outcome: done };
  const [work] = await store.contactWork(portalId, [handoff.personId]);
  if (work === undefined) return { outcome: failed('the person is gone') };
  if (gateway === null) return waitUntilConnected(lane, claimed);
  const drawn = await drawMessage({ ...lane, gateway }, { handoff, work, key, at: alert.at });
  const answer = await updatePlainlyIfNeeded(gateway, alert, drawn);
  if (answer.outcome !== 'posted') {
    return settleUnchanged(lane, claimed, answer, (refusal) => notEdited(lane, claimed, handoff, refusal));
  }
  await store.clearAlarm(portalId, slackAlarm);
  const now = clock.now();
  await store.transactHandoff(portalId, { handoffId }, now, (context) => ({
    answer: null,
    change: (context.handoff && messageShows(context.handoff, key, shows)) ?? undefined,
  }));
  return { outcome: done };
}

/** Without an empty list the blocks would stay as they were. */
async function updatePlainlyIfNeeded(
  gateway: SlackGateway,
  { channel, ts }: { channel: string; ts: string },
  { text, blocks }: RenderedMessage,
): Promise<Posted | SlackFailure> {
  const answer = await gateway.updateMessage({ channel, ts, text, blocks });
  const isLayout = answer.outcome === 'refused' && answer.needs === 'plain text';
  return isLayout ? gateway.updateMessage({ channel, ts, text, blocks: [] }) : answer;
}

async function notEdited(
  lane: SlackLane,
  claimed: Claimed<'edit message'>,
  handoff: Handoff,
  { code, needs, reason }: Refusal,
): Promise<Changed> {
  const isGone = code === 'message_not_found';
  if (isGone || needs === 'another place') return noteGone(lane, claimed, handoff, reason, isGone);
  return cannotBeEdited(lane, claimed, reason);
}

async function noteGone(
  { store, portalId, state, clock }: SlackLane,
  { effect: { handoffId, message: key } }: Claimed<'edit message'>,
  handoff: Handoff,
  reason: string,
  isPlaceThere: boolean,
): Promise<Changed> {
  const places = placesBut(playbookPlaces(state, handoff), key, isPlaceThere);
  await store.transactHandoff(portalId, { handoffId }, clock.now(), (context) => ({
    answer: null,
    change: context.handoff === null ? undefined : messageGone(context.handoff, { key, reason, places }),
  }));
  return { outcome: done };
}

/** The other place first; the one it stood in only while that is still there. */
function placesBut(places: AlertPlace[], key: string, isPlaceThere: boolean): AlertPlace[] {
  const stoodIn = (place: AlertPlace) => key.includes(`:${place.to}:`);
  return [...places.filter((place) => !stoodIn(place)), ...(isPlaceThere ? places.filter(stoodIn) : [])];
}

async function cannotBeEdited(lane: SlackLane, claimed: Claimed<'edit message'>, reason: string): Promise<Changed> {
  const { handoffId } = claimed.effect;
  const words = `A message about handoff ${handoffId} no longer shows how it stands: ${reason}.`;
  await lane.store.raiseAlarm(lane.portalId, 'slack:edits', words, lane.clock.now());
  return { outcome: failed(reason) };
}
