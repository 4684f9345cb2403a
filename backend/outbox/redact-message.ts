/** A message about somebody who is erased says nothing of them any more. Editing again does no harm. */
import { type PostedMessage, redactionOf } from '../handoff/redactions.ts';
import { untilReconnected } from '../slack/alert-place.ts';
import type { RenderedMessage } from '../slack/render-alert.ts';
import { readAlertList } from './alert-budget.ts';
import { drawList } from './gather-alert.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';
import { notConnected } from './post-note.ts';
import { waitForSlack } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

export const redactedText = 'This message was about somebody whose data has been erased.';

export async function redactMessage(
  lane: SlackLane,
  claimed: Claimed<'redact message'>,
): Promise<Omit<Settlement, 'effect'>> {
  const { gateway, store, portalId, clock } = lane;
  const { channel, ts, list } = claimed.effect;
  if (gateway === null) return { outcome: await waitForSlack(lane, claimed, untilReconnected(notConnected)) };
  const drawn = (list === null ? null : await drawWithout(lane, list, ts)) ?? { text: redactedText, blocks: [] };
  const answer = await gateway.updateMessage({ channel, ts, ...drawn });
  switch (answer.outcome) {
    case 'posted':
      return { outcome: done };
    case 'rate limited': {
      const { retryAfterMs } = answer;
      return { outcome: later(retryAfterMs, 'Slack asks us to slow down'), laneWaitsMs: retryAfterMs };
    }
    case 'not sent':
    case 'ambiguous':
      return { outcome: later(backoffMs(claimed.attempts, 1_000), answer.reason) };
    case 'refused': {
      if (answer.code === 'message_not_found') return { outcome: done };
      if (answer.needs === 'reinstall') {
        return { outcome: await waitForSlack(lane, claimed, untilReconnected(answer.reason)) };
      }
      const words = `A message about somebody who was erased could not be redacted in Slack (channel ${channel}, message ${ts}): ${answer.reason}. Delete it there.`;
      await store.raiseAlarm(portalId, claimed.key, words, clock.now());
      return { outcome: failed(answer.reason) };
    }
  }
}

/** The others of the list stay in it; null where there are none, or it is no longer the AE's list of the day. */
async function drawWithout(lane: SlackLane, email: string, ts: string): Promise<RenderedMessage | null> {
  const day = await readAlertList(lane, email);
  if (day?.list?.ts !== ts) return null;
  const handoffs = await Promise.all(day.gathered.map((handoffId) => lane.store.handoff(lane.portalId, handoffId)));
  const isAnybodyLeft = handoffs.some((handoff) => handoff !== null && handoff.erasedAt === undefined);
  return isAnybodyLeft ? drawList(lane, email, day) : null;
}

/** Posted while its person was being erased: nobody else knows where it stands. */
export async function redactIfErased(
  { store, portalId, clock }: Pick<SlackLane, 'store' | 'portalId' | 'clock'>,
  handoffId: number | null,
  posted: PostedMessage,
): Promise<void> {
  const handoff = handoffId === null ? null : await store.handoff(portalId, handoffId);
  if (handoff?.erasedAt !== undefined) await store.enqueue(portalId, [redactionOf(posted)], clock.now());
}
