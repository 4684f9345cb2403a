/** Asks the AE whether a handoff goes back to marketing or stays, under their own alert. */
import { messageView, showsOf } from '../handoff/message-view.ts';
import { threadOf } from '../handoff/thread-root.ts';
import { resolvePlace, untilReconnected } from '../slack/alert-place.ts';
import { deliverMessage } from '../slack/deliver-message.ts';
import { drawMessage } from './draw-message.ts';
import type { AlertPlace, EffectOutcome } from './effect.ts';
import { holdBack } from './hold-back.ts';
import { type Claimed, failed } from './lane.ts';
import { notConnected } from './post-note.ts';
import { settleMessage, settleMoot } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

export async function postQuestion(lane: SlackLane, claimed: Claimed<'post question'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, clock } = lane;
  const { handoffId, email } = claimed.effect;
  const { key } = claimed;
  const handoff = await store.handoff(portalId, handoffId);
  if (handoff === null) return failed(`handoff ${handoffId} is gone`);
  const view = messageView(handoff, key);
  if (view.state.is !== 'asked' || handoff.owner?.email !== email) {
    return settleMoot(lane, { handoffId, key }, 'it was no longer asked when it could be posted');
  }
  const place: AlertPlace = { to: 'dm', email };
  const heldBack = await holdBack(lane, handoff, key, place);
  if (heldBack !== null) return heldBack;
  const [work] = await store.contactWork(portalId, [handoff.personId]);
  if (work === undefined) return failed('the person is gone');
  const settle = { handoffId, shows: showsOf(view) };
  if (gateway === null) return settleMessage(lane, claimed, settle, untilReconnected(notConnected));
  const delivery = await deliverMessage({
    gateway,
    resolve: () => resolvePlace(gateway, place),
    draw: () => drawMessage({ ...lane, gateway }, { handoff, work, key, at: clock.now() }),
    threadIn: async (channel) => {
      const ts = threadOf(handoff, channel);
      return ts === null ? null : { ts, broadcast: true };
    },
    markSending: () => store.markSending(portalId, key, claimed.lease),
  });
  return settleMessage(lane, claimed, settle, delivery);
}
