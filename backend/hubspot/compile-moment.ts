/** What is asked of HubSpot's own dates and moments, as filters over the first moments of days. */
import { type Condition, findProperty } from '@zo/shared';
import { type EndpointBehavior, type PropertyFilter, propertyFilter, type TimePoint } from './filter-branch.ts';

export type MomentCondition = Extract<Condition, { kind: 'moment' }>;

const dayMs = 86_400_000;

/**
 * Null where a filter cannot say it exactly. Moments are cut into days in the portal's time zone, which HubSpot has to be
 * told. Dates are midnight UTC, and HubSpot knows no other today for them than that of UTC. Ours are written with a delay.
 */
export function compileMoment(condition: MomentCondition, timeZone: string | undefined): PropertyFilter | null {
  const { property, test } = condition;
  const isMoving = test === 'within' || test === 'ago';
  const isOurs = findProperty(property.name) !== null;
  if (isOurs || (property.type === 'date' && isMoving)) return null;
  const zoneId = property.type === 'date' ? 'UTC' : timeZone;
  return zoneId === undefined ? null : filterOf(condition, zoneId);
}

function filterOf({ property: { name }, test, days, is }: MomentCondition, zoneId: string): PropertyFilter {
  switch (test) {
    case 'before':
      return is ? isBefore(name, onDay(days, zoneId)) : isFrom(name, onDay(days, zoneId));
    case 'after':
      return is ? isFrom(name, onDay(days + 1, zoneId)) : isBefore(name, onDay(days + 1, zoneId));
    case 'ago':
      return is ? isBefore(name, fromToday(-days, zoneId)) : isFrom(name, fromToday(-days, zoneId));
    case 'within':
      return isWithin(name, is, fromToday(1 - days, zoneId), fromToday(1, zoneId));
  }
}

function onDay(day: number, zoneId: string): TimePoint {
  const date = new Date(day * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const midnight = { hour: 0, minute: 0, second: 0, millisecond: 0 } as const;
  return { timeType: 'DATE', year, month, day: date.getUTCDate(), ...midnight, zoneId, timezoneSource: 'CUSTOM' };
}

function fromToday(days: number, zoneId: string): TimePoint {
  const indexReference = { referenceType: 'TODAY' } as const;
  return { timeType: 'INDEXED', indexReference, offset: { days }, zoneId, timezoneSource: 'CUSTOM' };
}

function isBefore(name: string, timePoint: TimePoint): PropertyFilter {
  return atPoint(name, 'IS_BEFORE', timePoint, 'EXCLUSIVE');
}

function isFrom(name: string, timePoint: TimePoint): PropertyFilter {
  return atPoint(name, 'IS_AFTER', timePoint, 'INCLUSIVE');
}

function atPoint(
  name: string,
  operator: 'IS_BEFORE' | 'IS_AFTER',
  timePoint: TimePoint,
  endpointBehavior: EndpointBehavior,
): PropertyFilter {
  return propertyFilter(name, {
    operationType: 'TIME_POINT',
    operator,
    timePoint,
    endpointBehavior,
    propertyParser: 'VALUE',
    type: 'TIME_POINT',
    includeObjectsWithNoValueSet: false,
  });
}

function isWithin(name: string, is: boolean, from: TimePoint, before: TimePoint): PropertyFilter {
  return propertyFilter(name, {
    operationType: 'TIME_RANGED',
    operator: is ? 'IS_BETWEEN' : 'IS_NOT_BETWEEN',
    lowerBoundTimePoint: from,
    upperBoundTimePoint: before,
    lowerBoundEndpointBehavior: 'INCLUSIVE',
    upperBoundEndpointBehavior: 'EXCLUSIVE',
    propertyParser: 'VALUE',
    type: 'TIME_RANGED',
    includeObjectsWithNoValueSet: false,
  });
}
