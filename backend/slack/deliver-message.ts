/**
 * Delivers one message to one place, at most once: resolve, mark durably, post. An answer that never came is never guessed
 * and never sent again; only what was certainly not posted is tried elsewhere, plainer or later.
 */
import { type PlaceResolution, untilReconnected } from './alert-place.ts';
import type { RenderedMessage } from './render-alert.ts';
import type { SlackFailure } from './slack-failure.ts';
import type { Posted, SlackGateway, SlackThread } from './slack-gateway.ts';

export type Delivery =
  | {
      outcome: 'posted';
      channel: string;
      ts: string;
      /** Root of the thread it stands in. */
      threadTs?: string;
      link: string | null;
      operatorNote: string | null;
    }
  /** Not posted because the place it would fall back to gets its own alert. */
  | { outcome: 'covered'; operatorNote: string }
  /** Nothing was posted. `afterMs` null: the caller's own back-off. */
  | { outcome: 'later'; afterMs: number | null; reason: string; needsOperator?: boolean }
  | { outcome: 'failed'; reason: string }
  | { outcome: 'unconfirmed'; reason: string }
  /** `markSending` said no: somebody else owns the effect now. */
  | { outcome: 'lost' };

export type MessageDelivery = {
  gateway: SlackGateway;
  resolve(): Promise<PlaceResolution>;
  /** After Slack refused to post there. Absent: there is nowhere else. */
  resolveInstead?(reason: string): Promise<PlaceResolution>;
  draw(): Promise<RenderedMessage>;
  /** The thread to answer in, in the conversation that was found; absent or null: none. */
  threadIn?(channel: string): Promise<SlackThread | null>;
  /** Written to disk before the post; false stops it. */
  markSending(): Promise<boolean>;
};

export async function deliverMessage(delivery: MessageDelivery): Promise<Delivery> {
  const { gateway, resolveInstead } = delivery;
  const resolution = await delivery.resolve();
  if (resolution.outcome !== 'resolved') return withoutPost(resolution);
  const message = await delivery.draw();
  const thread = (await delivery.threadIn?.(resolution.channel)) ?? null;
  if (!(await delivery.markSending())) return { outcome: 'lost' };
  const answer = await postPlainlyIfNeeded(gateway, resolution.channel, message, thread);
  // Refused there and not tried elsewhere yet: the other place is.
  const isElsewhere = resolution.operatorNote !== null;
  if (answer.outcome === 'refused' && answer.needs === 'another place' && resolveInstead && !isElsewhere) {
    const other = await resolveInstead(answer.reason);
    if (other.outcome !== 'resolved') return withoutPost(other);
    return settle(gateway, await postPlainlyIfNeeded(gateway, other.channel, message, null), other.operatorNote);
  }
  return settle(gateway, answer, resolution.operatorNote);
}

/** A refused layout, or a refused thread, posted nothing, so the same words may be sent once more without it. */
async function postPlainlyIfNeeded(
  gateway: SlackGateway,
  channel: string,
  { text, blocks }: RenderedMessage,
  thread: SlackThread | null,
): Promise<Posted | SlackFailure> {
  const answer = await gateway.postMessage({ channel, text, blocks, thread });
  if (answer.outcome !== 'refused') return answer;
  if (answer.needs === 'plain text') return gateway.postMessage({ channel, text, thread });
  return answer.needs === 'no thread' ? gateway.postMessage({ channel, text, blocks }) : answer;
}

async function settle(
  gateway: SlackGateway,
  answer: Posted | SlackFailure,
  operatorNote: string | null,
): Promise<Delivery> {
  switch (answer.outcome) {
    case 'posted': {
      const { channel, ts, threadTs } = answer;
      const link = await gateway.permalink(channel, ts);
      return { outcome: 'posted', channel, ts, ...(threadTs ? { threadTs } : {}), link, operatorNote };
    }
    case 'rate limited':
      return { outcome: 'later', afterMs: answer.retryAfterMs, reason: 'Slack asks us to slow down' };
    case 'not sent':
      return { outcome: 'later', afterMs: null, reason: answer.reason };
    case 'refused':
      if (answer.needs === 'reinstall') return untilReconnected(answer.reason);
      return { outcome: 'failed', reason: [operatorNote, answer.reason].filter(Boolean).join(' ') };
    case 'ambiguous':
      return { outcome: 'unconfirmed', reason: answer.reason };
  }
}

function withoutPost(resolution: Exclude<PlaceResolution, { outcome: 'resolved' }>): Delivery {
  return resolution.outcome === 'unreachable' ? { outcome: 'failed', reason: resolution.reason } : resolution;
}
