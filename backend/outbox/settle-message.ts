/**
 * What became of a handoff's message. It is written on the handoff first and in the outbox second, so that a crash in
 * between shows an unconfirmed message and never posts it twice.
 */
import { effectSettled } from '../handoff/effect-settled.ts';
import type { AlertState } from '../handoff/handoff.ts';
import type { Delivery } from '../slack/deliver-message.ts';
import { slackAlarm } from '../slack/slack-alarm.ts';
import type { ClaimedEffect, EffectOutcome } from './effect.ts';
import { backoffMs, failed, later } from './lane.ts';
import { redactIfErased } from './redact-message.ts';
import type { SlackLane } from './slack-lane.ts';
import { wordUnconfirmed } from './unconfirmed.ts';

/** `shows`: what the message showed when it was posted. */
export async function settleMessage(
  lane: SlackLane,
  claimed: ClaimedEffect,
  { handoffId, shows }: { handoffId: number; shows: string },
  delivery: Delivery,
): Promise<EffectOutcome> {
  const { store, portalId, clock } = lane;
  const now = clock.now();
  if (delivery.outcome === 'lost') return later(1_000, 'another worker has taken this over');
  if (delivery.outcome === 'later') return waitForSlack(lane, claimed, delivery);
  if (delivery.outcome === 'posted') await store.clearAlarm(portalId, slackAlarm);
  const state = stateOf(delivery, shows, now);
  const wasDoubtful = await recordMessage(lane, handoffId, claimed.key, state);
  if (wasDoubtful && delivery.outcome === 'posted') await store.clearAlarm(portalId, `unconfirmed:${claimed.key}`);
  if (delivery.outcome === 'posted') await redactIfErased(lane, handoffId, delivery);
  if (delivery.outcome === 'unconfirmed') {
    await store.raiseAlarm(portalId, `unconfirmed:${claimed.key}`, wordUnconfirmed(claimed.key, delivery.reason), now);
    return { outcome: 'unconfirmed', reason: delivery.reason };
  }
  const note = 'operatorNote' in delivery ? delivery.operatorNote : delivery.reason;
  if (note) await store.raiseAlarm(portalId, `slack:${claimed.lane}`, note, now);
  return state.state === 'failed' ? failed(state.reason) : { outcome: 'done', result: state };
}

/** What came to pass while it waited: nobody needs to read it any more. */
export async function settleMoot(
  lane: Pick<SlackLane, 'store' | 'portalId' | 'clock'>,
  { handoffId, key }: { handoffId: number; key: string },
  reason: string,
): Promise<EffectOutcome> {
  await recordMessage(lane, handoffId, key, { state: 'failed', reason, isMoot: true });
  return { outcome: 'done', result: { reason } };
}

/** Nothing was posted, and it is tried again. */
export async function waitForSlack(
  { store, portalId, clock }: Pick<SlackLane, 'store' | 'portalId' | 'clock'>,
  { attempts }: Pick<ClaimedEffect, 'attempts'>,
  { afterMs, reason, needsOperator }: Extract<Delivery, { outcome: 'later' }>,
): Promise<Extract<EffectOutcome, { outcome: 'later' }>> {
  if (needsOperator) await store.raiseAlarm(portalId, slackAlarm, `Alerts wait: ${reason}.`, clock.now());
  return { outcome: 'later', afterMs: afterMs ?? backoffMs(attempts, 1_000), reason };
}

/** Whether the handoff knew it as perhaps posted. */
export async function recordMessage(
  { store, portalId, clock }: Pick<SlackLane, 'store' | 'portalId' | 'clock'>,
  handoffId: number,
  key: string,
  state: AlertState,
): Promise<boolean> {
  const now = clock.now();
  const settle = effectSettled({ what: 'alert', key, state }, now);
  let wasDoubtful = false;
  await store.transactHandoff(portalId, { handoffId }, now, (context) => {
    wasDoubtful = context.handoff?.alerts[key]?.state === 'unconfirmed';
    return settle(context);
  });
  return wasDoubtful;
}

function stateOf(delivery: Exclude<Delivery, { outcome: 'lost' | 'later' }>, shows: string, at: number): AlertState {
  switch (delivery.outcome) {
    case 'posted': {
      const { channel, ts, threadTs, link } = delivery;
      return { state: 'posted', channel, ts, link, at, ...(threadTs ? { threadTs } : {}), shows };
    }
    case 'unconfirmed':
      return { state: 'unconfirmed', reason: delivery.reason };
    case 'covered':
      return { state: 'failed', reason: delivery.operatorNote };
    case 'failed':
      return { state: 'failed', reason: delivery.reason };
  }
}
