/** From parsed messages to an answer: normalise, commit, say what became of each. */
import type { ServerResponse } from 'node:http';
import type { EventType, NormalisedEvent } from '../ingest/event.ts';
import { readId } from '../ingest/event-ids.ts';
import type { GroupCommit } from '../ingest/group-commit.ts';
import type { AllowList } from '../ingest/keep-needed.ts';
import { normaliseMessage } from '../ingest/normalise-message.ts';
import type { AcceptedRequest, WriteKey } from '../store/store.ts';
import { answerBatch, answerNotAccepted, answerProblem, answerSuccess, type RejectedItem } from './ingest-answers.ts';

export const largestBatch = 5000;

/** Of one portal. */
export type EventCounts = {
  requests: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Answered as accepted, and dropped: their people were deleted for privacy. */
  forgotten: number;
  /** Requests answered 429. */
  limited: number;
};

export type Acceptance = {
  key: WriteKey;
  receivedAt: number;
  commit: GroupCommit;
  counts: EventCounts;
  /** The request was answered 429 or 503. */
  onRefused: () => void;
  response: ServerResponse;
  /** What the portal has kept besides what is needed. */
  allowed: AllowList;
  /** Told the names of what each message said and is not kept. */
  onDropped: (portalId: number, names: readonly string[]) => void;
};

/** `type` is what the path said, if it did. */
export async function acceptMessage(acceptance: Acceptance, message: unknown, type?: EventType): Promise<void> {
  const { key, receivedAt, commit, counts, onRefused, response, allowed, onDropped } = acceptance;
  const normalised = normaliseMessage(message, { receivedAt, source: key.source, type, allowed });
  const { event, rejected, tooLarge } = normalised;
  if (!event) {
    counts.rejected += 1;
    return answerProblem(response, tooLarge ? 413 : 400, rejected);
  }
  onDropped(key.portalId, normalised.dropped ?? []);
  const submitted = await commit.submit(key.portalId, [event]);
  if (submitted.refused !== undefined) {
    onRefused();
    if (submitted.refused === 'portal is too fast') counts.limited += 1;
    return answerNotAccepted(response, submitted.refused);
  }
  count(counts, submitted);
  answerSuccess(response);
}

/** `sentAt` is the batch's own, for messages that have none. The good events of a batch are kept. */
export async function acceptBatch(acceptance: Acceptance, messages: unknown[], sentAt?: unknown): Promise<void> {
  const { key, receivedAt, commit, counts, onRefused, response, allowed, onDropped } = acceptance;
  if (messages.length > largestBatch) {
    return answerProblem(response, 413, `more than ${largestBatch} events in one batch`);
  }
  const events: NormalisedEvent[] = [];
  const rejected: RejectedItem[] = [];
  for (const [index, message] of messages.entries()) {
    const normalised = normaliseMessage(message, { receivedAt, source: key.source, sentAt, allowed });
    if (normalised.event) {
      events.push(normalised.event);
      onDropped(key.portalId, normalised.dropped ?? []);
    } else rejected.push({ index, messageId: messageIdOf(message), reason: normalised.rejected });
  }
  counts.rejected += rejected.length;
  if (events.length === 0) return answerBatch(response, { accepted: 0, duplicates: 0, rejected });

  const submitted = await commit.submit(key.portalId, events);
  if (submitted.refused !== undefined) {
    onRefused();
    if (submitted.refused === 'portal is too fast') counts.limited += 1;
    return answerNotAccepted(response, submitted.refused);
  }
  const duplicates = submitted.duplicates.length;
  count(counts, submitted);
  // Who was forgotten is nobody's to find out: whoever has a browser's key, which is public, could ask for any address.
  const accepted = submitted.accepted + (submitted.forgotten?.length ?? 0);
  answerBatch(response, { accepted, duplicates, rejected });
}

function count(counts: EventCounts, { accepted, duplicates, forgotten = [] }: AcceptedRequest): void {
  counts.accepted += accepted;
  counts.duplicates += duplicates.length;
  counts.forgotten += forgotten.length;
}

function messageIdOf(message: unknown): string | null {
  return readId((message as { messageId?: unknown } | null)?.messageId) ?? null;
}
