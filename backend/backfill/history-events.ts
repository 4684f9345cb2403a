/** The events of one row of history, by the rules of the ingest door. */
import { isJsonObject, type JsonObject } from '../ingest/clean-json.ts';
import type { EventSource, NormalisedEvent } from '../ingest/event.ts';
import { readId } from '../ingest/event-ids.ts';
import { hasOwnTime } from '../ingest/event-time.ts';
import type { AllowList } from '../ingest/keep-needed.ts';
import { normaliseMessage } from '../ingest/normalise-message.ts';

export type HistoryContext = {
  /** When it is loaded. */
  receivedAt: number;
  source: Extract<EventSource, 'backfill' | 'browser backfill'>;
  allowed: AllowList;
  /** Told the names of what each message said and is not kept. */
  onDropped?: (names: readonly string[]) => void;
};

/**
 * The last event is what the row says; those before it are what it says besides. `without`: what of it is not taken, and why;
 * null: nothing. `rejected`: why the row cannot be taken at all.
 */
export type HistoryEvents =
  | { events: NormalisedEvent[]; without: string | null; rejected?: undefined }
  | { rejected: string };

/**
 * `messages`: what the row says besides, and last what it says. When it happened must be in each: what has no time of its own
 * would happen now. A `sentAt` says nothing here, since nobody knows when the export's own server received it.
 */
export function historyEvents(messages: readonly unknown[], context: HistoryContext): HistoryEvents {
  const events: NormalisedEvent[] = [];
  let without: string | null = null;
  for (const [index, message] of messages.entries()) {
    const isLast = index === messages.length - 1;
    const read = readOne(message, context);
    if ('rejected' in read) {
      if (isLast) return read;
    } else {
      events.push(read.event);
      if (read.event.email === null && saysEmail(message as JsonObject)) without = noEmailWords;
    }
  }
  return { events, without };
}

const noEmailWords = 'its e-mail address is none; the row is taken without it';

/** What stands for nothing, as in an empty column, says no address. */
function saysEmail({ type, traits, context }: JsonObject): boolean {
  const about = isJsonObject(context) ? context.traits : null;
  return [type === 'identify' ? traits : null, about].some((said) => isJsonObject(said) && readId(said.email) !== null);
}

function readOne(message: unknown, context: HistoryContext): { event: NormalisedEvent } | { rejected: string } {
  if (!isJsonObject(message)) return { rejected: 'an event must be a JSON object' };
  const { sentAt: _, ...said } = message;
  const { receivedAt, source, allowed, onDropped } = context;
  const { event, rejected, dropped } = normaliseMessage(said, { receivedAt, source, allowed });
  if (!event) return { rejected };
  if (!hasOwnTime(said)) return { rejected: 'needs a timestamp: when it happened' };
  onDropped?.(dropped ?? []);
  return { event };
}
