/** HubSpot's filters on dates and moments back in words, in those of the playbook's sentence where it has them. Pure. */
import { isObject, type JsonObject, textOf } from './json-call.ts';

/** Null for what is no filter on a moment. "is within the last 7 days (Europe/Berlin)". */
export function momentFilterWords(operation: JsonObject): string | null {
  const { timePoint, lowerBoundTimePoint: from, upperBoundTimePoint: until } = operation;
  const place = isObject(timePoint) ? timePoint : from;
  if (!isObject(place)) return null;
  const zone = textOf(place.zoneId);
  const words = isObject(timePoint) ? pointWords(operation, timePoint) : rangeWords(operation, from, until);
  return zone === null ? words : `${words} (${zone})`;
}

function pointWords({ operator, endpointBehavior }: JsonObject, point: JsonObject): string {
  const isIncluded = endpointBehavior === 'INCLUSIVE';
  const ago = -(daysFromToday(point) ?? 0);
  if (operator === 'IS_BEFORE' && !isIncluded && ago > 0) return `is more than ${inDays(ago)} ago`;
  if (operator === 'IS_AFTER' && isIncluded && ago > 0) return `is not more than ${inDays(ago)} ago`;
  const test = operator === 'IS_BEFORE' ? 'before' : 'after';
  return `is ${isIncluded ? 'on or ' : ''}${test} ${momentWords(point)}`;
}

function rangeWords(operation: JsonObject, from: unknown, until: unknown): string {
  const is = operation.operator === 'IS_NOT_BETWEEN' ? 'is not' : 'is';
  const isHalfOpen =
    operation.lowerBoundEndpointBehavior === 'INCLUSIVE' && operation.upperBoundEndpointBehavior === 'EXCLUSIVE';
  const first = daysFromToday(from);
  if (isHalfOpen && first !== null && first <= 0 && daysFromToday(until) === 1) {
    return `${is} within the last ${inDays(1 - first)}`;
  }
  const after = operation.lowerBoundEndpointBehavior === 'INCLUSIVE' ? 'from' : 'after';
  const before = operation.upperBoundEndpointBehavior === 'INCLUSIVE' ? 'until' : 'before';
  return `${is} ${after} ${momentWords(from)} and ${before} ${momentWords(until)}`;
}

/** "2026-01-31", "3 days ago", "now". */
function momentWords(point: unknown): string {
  if (!isObject(point)) return 'an unknown moment';
  const days = daysFromToday(point);
  if (days === 0) return 'today';
  if (days !== null) return days < 0 ? `${inDays(-days)} ago` : `${inDays(days)} from now`;
  if (point.timeType !== 'DATE') return `the moment ${JSON.stringify(point)}`;
  const pad = (part: unknown) => String(part ?? 0).padStart(2, '0');
  const day = [point.year, point.month, point.day].map(pad).join('-');
  const time = [point.hour, point.minute, point.second].map(pad).join(':');
  return time === '00:00:00' ? day : `${day} ${time}`;
}

/** Null for what is not counted from today in whole days. */
function daysFromToday(point: unknown): number | null {
  if (!isObject(point) || point.timeType !== 'INDEXED') return null;
  const { indexReference, offset } = point;
  if (!isObject(indexReference) || indexReference.referenceType !== 'TODAY') return null;
  const days = isObject(offset) ? Number(offset.days ?? 0) : 0;
  return Number.isInteger(days) ? days : null;
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
