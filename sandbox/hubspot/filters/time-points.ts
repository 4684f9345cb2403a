import { notImitated } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';

/** The moment a filter's `timePoint` means: a local date, an offset from now or today, or another property. */
export function momentOf(point: unknown, now: number, propertyMoment: (name: string) => number): number {
  if (!isObject(point)) return Number.NaN;
  const zone = typeof point.zoneId === 'string' ? point.zoneId : 'UTC';
  const offset = isObject(point.offset) ? point.offset : {};
  switch (point.timeType) {
    case 'DATE': {
      const part = (name: string, otherwise: number) => (typeof point[name] === 'number' ? point[name] : otherwise);
      const wall = Date.UTC(
        part('year', 1970),
        part('month', 1) - 1,
        part('day', 1),
        part('hour', 0),
        part('minute', 0),
        part('second', 0),
        part('millisecond', 0),
      );
      return fromWall(wall, zone);
    }
    case 'INDEXED': {
      const reference = isObject(point.indexReference) ? String(point.indexReference.referenceType) : '';
      if (reference === 'NOW') return shift(now, offset, zone);
      if (reference === 'TODAY') return shift(startOfDay(now, zone), offset, zone);
      throw notImitated(`index reference ${reference}`);
    }
    case 'PROPERTY_REFERENCED':
      return shift(propertyMoment(String(point.property)), offset, zone);
    default:
      throw notImitated(`time points of type ${String(point.timeType)}`);
  }
}

/** Days and weeks are calendar days of the zone; hours and less are exact. */
function shift(at: number, offset: Record<string, unknown>, zone: string): number {
  const of = (unit: string) => (typeof offset[unit] === 'number' ? offset[unit] : 0);
  const days = of('days') + 7 * of('weeks');
  const moved = days === 0 ? at : fromWall(toWall(at, zone) + days * 86_400_000, zone);
  return moved + of('hours') * 3_600_000 + of('minutes') * 60_000 + of('seconds') * 1_000;
}

function startOfDay(at: number, zone: string): number {
  const wall = toWall(at, zone);
  return fromWall(wall - (((wall % 86_400_000) + 86_400_000) % 86_400_000), zone);
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** Kept, because making one takes longer than all it is used for. */
function calendarOf(zone: string): Intl.DateTimeFormat {
  const kept = calendars.get(zone);
  if (kept !== undefined) return kept;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
  const clock = { minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const calendar = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...numeric, ...clock });
  calendars.set(zone, calendar);
  return calendar;
}

/** The local date and time in the zone, written as if it were UTC. */
function toWall(at: number, zone: string): number {
  const parts = calendarOf(zone).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) +
    (((at % 1000) + 1000) % 1000)
  );
}

function fromWall(wall: number, zone: string): number {
  const guess = wall - (toWall(wall, zone) - wall);
  return guess - (toWall(guess, zone) - wall);
}
