/** Asks reviewers whether a crossing is handed off: in their channel, else the operators. */
import { messageView, showsOf } from '../handoff/message-view.ts';
import { type PlaceResolution, resolvePlace, untilReconnected } from '../slack/alert-place.ts';
import { deliverMessage } from '../slack/deliver-message.ts';
import { resolveOperator } from '../slack/operator-place.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { drawMessage } from './draw-message.ts';
import type { EffectOutcome } from './effect.ts';
import { type Claimed, failed } from './lane.ts';
import { notConnected } from './post-note.ts';
import { settleMessage, settleMoot } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

export async function postReview(lane: SlackLane, claimed: Claimed<'post review'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, clock } = lane;
  const { handoffId, channel } = claimed.effect;
  const { key } = claimed;
  const handoff = await store.handoff(portalId, handoffId);
  if (handoff === null) return failed(`handoff ${handoffId} is gone`);
  if (handoff.status !== 'in_review') {
    return settleMoot(lane, { handoffId, key }, 'it was decided before it could be posted');
  }
  const [work] = await store.contactWork(portalId, [handoff.personId]);
  if (work === undefined) return failed('the person is gone');
  const settle = { handoffId, shows: showsOf(messageView(handoff, key)) };
  if (gateway === null) return settleMessage(lane, claimed, settle, untilReconnected(notConnected));
  const delivery = await deliverMessage({
    gateway,
    resolve: () => (channel === null ? operators(lane, gateway) : channelElseOperators(lane, gateway, channel)),
    resolveInstead: (reason) => insteadOf(lane, gateway, `The review could not be asked for in ${channel}: ${reason}.`),
    draw: () => drawMessage({ ...lane, gateway }, { handoff, work, key, at: clock.now() }),
    markSending: () => store.markSending(portalId, key, claimed.lease),
  });
  return settleMessage(lane, claimed, settle, delivery);
}

function operators({ state, operator }: SlackLane, gateway: SlackGateway): Promise<PlaceResolution> {
  return resolveOperator(gateway, state.playbook.operatorChannel, operator);
}

async function channelElseOperators(lane: SlackLane, gateway: SlackGateway, channel: string): Promise<PlaceResolution> {
  const found = await resolvePlace(gateway, { to: 'channel', channel });
  return found.outcome === 'unreachable' ? insteadOf(lane, gateway, found.reason) : found;
}

async function insteadOf(lane: SlackLane, gateway: SlackGateway, problem: string): Promise<PlaceResolution> {
  const found = await operators(lane, gateway);
  if (found.outcome === 'resolved') return { ...found, operatorNote: `${problem} The operators were asked instead.` };
  return found.outcome === 'unreachable' ? { ...found, reason: `${problem} ${found.reason}` } : found;
}
