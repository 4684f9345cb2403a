/** Time in the words a salesperson uses. */
import { localDay } from './local-days.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "just now", "3 min ago", "5 h ago", "2 days ago". */
export function timeAgo(elapsedMs: number): string {
  if (elapsedMs < minuteMs) return 'just now';
  if (elapsedMs < hourMs) return `${Math.floor(elapsedMs / minuteMs)} min ago`;
  if (elapsedMs < dayMs) return `${Math.floor(elapsedMs / hourMs)} h ago`;
  const days = Math.floor(elapsedMs / dayMs);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

/** "2 hours", "1 hour 30 minutes", "45 minutes". */
export function durationInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  const parts = [hours > 0 ? plural(hours, 'hour') : '', rest > 0 || hours === 0 ? plural(rest, 'minute') : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** "Mon 11:00 Berlin"; with its date ("Mon 8 Dec 11:00 Berlin") when it is six days or more from now. */
export function localMoment(ms: number, zone: string, now: number): string {
  return `${plainMoment(ms, zone, now)} ${cityOf(zone)}`;
}

/** The same without the city, where it stands above a whole list. */
export function plainMoment(ms: number, zone: string, now: number): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatIn(zone).formatToParts(ms)) parts[type] = value;
  const date = Math.abs(ms - now) >= 6 * dayMs ? ` ${parts.day} ${parts.month}` : '';
  return `${parts.weekday}${date} ${parts.hour}:${parts.minute}`;
}

/** "9:00" on the day of `reference`, else "Wed 9:00"; with its date ("Wed 18 Mar 9:00") when it is six days or more from then. */
export function localTime(ms: number, zone: string, reference: number): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatIn(zone).formatToParts(ms)) parts[type] = value;
  const time = `${Number(parts.hour)}:${parts.minute}`;
  if (localDay(ms, zone) === localDay(reference, zone)) return time;
  const date = Math.abs(ms - reference) >= 6 * dayMs ? ` ${parts.day} ${parts.month}` : '';
  return `${parts.weekday}${date} ${time}`;
}

/** "Europe/Berlin" is Berlin to the people who live by it. */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}
