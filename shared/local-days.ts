/**
 * Local days. A *day* is a number: whole days between 1970-01-01 and the calendar date in a time zone, whatever the
 * clocks did that day. Zones are IANA names; an unknown one throws RangeError.
 */

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Cached spans per zone; beyond it the cache starts anew, so that hostile timestamps cannot fill the memory. */
const cachedSpans = 20_000;

type Zone = {
  format: Intl.DateTimeFormat;
  /** UTC day → the offset that holds all that day; null when the clocks change during it. */
  byDay: Map<number, number | null>;
  /** UTC minute → offset, on days when the clocks change. */
  byMinute: Map<number, number>;
  /** Local day → its start. */
  starts: Map<number, number>;
};

const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    zone = { format, byDay: new Map(), byMinute: new Map(), starts: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

/** Milliseconds to add to UTC, asked of Intl. */
function readOffset(zone: Zone, ms: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of zone.format.formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

function offsetAt(zone: Zone, ms: number): number {
  const utcDay = Math.floor(ms / dayMs);
  let offset = zone.byDay.get(utcDay);
  if (offset === undefined) {
    const first = readOffset(zone, utcDay * dayMs);
    offset = first === readOffset(zone, (utcDay + 1) * dayMs - 1) ? first : null;
    if (zone.byDay.size >= cachedSpans) zone.byDay.clear();
    zone.byDay.set(utcDay, offset);
  }
  if (offset !== null) return offset;
  const minute = Math.floor(ms / minuteMs);
  let exact = zone.byMinute.get(minute);
  if (exact === undefined) {
    exact = readOffset(zone, minute * minuteMs);
    if (zone.byMinute.size >= cachedSpans) zone.byMinute.clear();
    zone.byMinute.set(minute, exact);
  }
  return exact;
}

/** The local day on which the moment falls. */
export function localDay(ms: number, timeZone: string): number {
  return Math.floor((ms + offsetAt(zoneOf(timeZone), ms)) / dayMs);
}

/** Weeks begin on Monday; a week is a number, counted on from the one of 1970-01-01. */
export function localWeek(ms: number, timeZone: string): number {
  return Math.floor((localDay(ms, timeZone) + 3) / 7);
}

/**
 * The first moment of the local day: usually midnight, 01:00 where the clocks skip midnight, and the start of the next
 * day where a zone skipped the whole date.
 */
export function startOfLocalDay(day: number, timeZone: string): number {
  const zone = zoneOf(timeZone);
  const known = zone.starts.get(day);
  if (known !== undefined) return known;
  // Offsets lie within -12 and +14 hours, and a zone may jump by a day when it changes sides of the date line.
  let before = day * dayMs - 15 * 3_600_000;
  let after = day * dayMs + 38 * 3_600_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(middle, timeZone) >= day) after = middle;
    else before = middle;
  }
  if (zone.starts.size >= cachedSpans) zone.starts.clear();
  zone.starts.set(day, after);
  return after;
}

/** Milliseconds by which the zone's clocks are ahead of UTC at the moment. */
export function zoneOffset(ms: number, timeZone: string): number {
  return offsetAt(zoneOf(timeZone), ms);
}
