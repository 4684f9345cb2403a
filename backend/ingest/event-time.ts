import type { JsonObject } from './clean-json.ts';

const earliest = Date.UTC(2000, 0, 1);
const dayMs = 24 * 60 * 60 * 1000;
const isoMoment = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** When something happened, in milliseconds since the epoch, or why that cannot be told. */
export type EventTime = { at: number } | { problem: string };

/**
 * `timestamp` or `originalTimestamp`, whichever is alone, plus (receivedAt − sentAt) when `sentAt` is there: it is by the
 * client's clock, and so is `sentAt`. When both are present somebody corrected `timestamp` already and it is final.
 * Without either it happened when it arrived. Never later than `receivedAt`.
 */
export function decideEventTime(message: JsonObject, receivedAt: number): EventTime {
  const timestamp = readMoment(message.timestamp);
  const original = readMoment(message.originalTimestamp);
  const sentAt = readMoment(message.sentAt);
  if (Number.isNaN(timestamp)) return { problem: 'timestamp is not an ISO 8601 date' };
  if (Number.isNaN(original)) return { problem: 'originalTimestamp is not an ISO 8601 date' };
  if (Number.isNaN(sentAt)) return { problem: 'sentAt is not an ISO 8601 date' };

  if (timestamp !== null && original !== null) return withinBounds(timestamp, receivedAt);
  const alone = timestamp ?? original;
  if (alone === null) return { at: receivedAt };
  return withinBounds(sentAt === null ? alone : alone + (receivedAt - sentAt), receivedAt);
}

/** Whether the event says itself when it happened. */
export function hasOwnTime(message: JsonObject): boolean {
  return readMoment(message.timestamp) !== null || readMoment(message.originalTimestamp) !== null;
}

function withinBounds(at: number, receivedAt: number): EventTime {
  if (at < earliest) return { problem: 'the event is dated before the year 2000' };
  if (at > receivedAt + dayMs) return { problem: 'the event is dated more than a day ahead' };
  return { at: Math.min(at, receivedAt) };
}

/**
 * Null when absent, NaN when unreadable. Only ISO 8601 (UTC unless it names an offset) and numbers of milliseconds:
 * other forms would mean different moments on machines in different time zones.
 */
export function readMoment(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number') return Math.round(value);
  if (typeof value !== 'string') return Number.NaN;
  const match = isoMoment.exec(value);
  if (!match || !isOfCalendar(value)) return Number.NaN;
  if (match[1] === 'Z') return Date.parse(value);
  return Date.parse(toStandardForm(value, match[1]));
}

/** JavaScript takes the 29th of February of any year for the day after the 28th, and likewise up to the 31st of any month. */
function isOfCalendar(date: string): boolean {
  const day = Number(date.slice(8, 10));
  return (
    day <= 28 || new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, day)).getUTCDate() === day
  );
}

function toStandardForm(value: string, offset: string | undefined): string {
  const moment = value.replace(' ', 'T').replace(',', '.').toUpperCase();
  if (moment.length === 10) return moment;
  if (offset === undefined) return `${moment}Z`;
  return moment.replace(/([+-]\d{2}):?(\d{2})?$/, (_, hours, minutes) => `${hours}:${minutes ?? '00'}`);
}
