/** Messages in Segment's shape, as a client sends them, made events as the door makes them. */
import type { EventSource, NormalisedEvent } from '../../backend/ingest/event.ts';
import { normaliseMessage } from '../../backend/ingest/normalise-message.ts';

export type Message = Record<string, unknown>;

let sent = 0;

/** Received at `receivedAt`; one that has no message id of its own gets a new one. */
export function normaliseMessages(
  messages: Message[],
  receivedAt: number,
  source: EventSource = 'server',
): NormalisedEvent[] {
  return messages.map((message) => {
    sent += 1;
    const read = normaliseMessage({ messageId: `message-of-tests-${sent}`, ...message }, { receivedAt, source });
    if (read.rejected !== undefined) throw new Error(read.rejected);
    return read.event;
  });
}
