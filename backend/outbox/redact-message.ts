/** A message about somebody who is erased says nothing of them any more. Editing again does no harm. */
import { type PostedMessage, redactionOf } from '../handoff/redactions.ts';
import type { RenderedMessage } from '../slack/render-alert.ts';
import { readAlertList } from './alert-budget.ts';
import { drawList } from './gather-alert.ts';
import { type Claimed, done, failed } from './lane.ts';
import { type Changed, type Refusal, settleUnchanged, waitUntilConnected } from './settle-change.ts';
import type { SlackLane } from './slack-lane.ts';

export const redactedText = 'This message was about somebody whose data has been erased.';

export async function redactMessage(lane: SlackLane, claimed: Claimed<'redact message'>): Promise<Changed> {
  const { gateway } = lane;
  const { channel, ts, list } = claimed.effect;
  if (gateway === null) return waitUntilConnected(lane, claimed);
  const drawn = (list === null ? null : await drawWithout(lane, list, ts)) ?? { text: redactedText, blocks: [] };
  const answer = await gateway.updateMessage({ channel, ts, ...drawn });
  if (answer.outcome === 'posted') return { outcome: done };
  return settleUnchanged(lane, claimed, answer, (refusal) => notRedacted(lane, claimed, refusal));
}

async function notRedacted(
  { store, portalId, clock }: SlackLane,
  { key, effect: { channel, ts } }: Claimed<'redact message'>,
  { code, reason }: Refusal,
): Promise<Changed> {
  if (code === 'message_not_found') return { outcome: done };
  const words = `A message about somebody who was erased could not be redacted in Slack (channel ${channel}, message ${ts}): ${reason}. Delete it there.`;
  await store.raiseAlarm(portalId, key, words, clock.now());
  return { outcome: failed(reason) };
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
