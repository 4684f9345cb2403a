/** When a row of an export happened. */
import { readMoment } from '../../ingest/event-time.ts';

const endsInZone = / ?(?:UTC|GMT)$/i;
const offsetApart = / ([+-]\d{2}:?\d{2}|Z)$/;
const epoch = /^\d{10}(?:\d{3})?(?:\.\d+)?$/;

/**
 * As the ingest door reads moments, and as warehouses print them besides: "2026-03-01 10:00:00 UTC", "… +0100", seconds or
 * milliseconds since the epoch as digits. What it does not know it leaves as it is, for the door to say so.
 */
export function readTime(value: unknown): unknown {
  if (typeof value !== 'string') return typeof value === 'number' ? fromEpoch(value) : value;
  const text = value.trim();
  if (epoch.test(text)) return fromEpoch(Number(text));
  return text.replace(endsInZone, 'Z').replace(offsetApart, '$1');
}

/** Below the year 2286 ten digits are seconds, and no milliseconds of ours. */
function fromEpoch(value: number): number {
  return value < 1e11 ? Math.round(value * 1000) : value;
}

export type Times = { timestamp?: unknown; originalTimestamp?: unknown; sentAt?: unknown; receivedAt?: unknown };

/**
 * The one moment of a row. Where `timestamp` and `originalTimestamp` are both there the first is corrected already; else
 * the client's clock is corrected by what the export's own server received. Undefined: the row says nothing of it.
 */
export function settleTime(times: Times): unknown {
  const timestamp = readTime(times.timestamp) ?? undefined;
  const original = readTime(times.originalTimestamp) ?? undefined;
  if (timestamp !== undefined && original !== undefined) return timestamp;
  const alone = timestamp ?? original;
  const [at, sentAt, receivedAt] = [alone, readTime(times.sentAt), readTime(times.receivedAt)].map(readMoment);
  if (at == null || sentAt == null || receivedAt == null || Number.isNaN(at + sentAt + receivedAt)) return alone;
  return new Date(at + receivedAt - sentAt).toISOString();
}
