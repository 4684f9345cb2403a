import type { QuietHours } from '../work-terms.ts';
import type { Parsed } from './problem.ts';

const dayMinutes = 24 * 60;
const shape = /^\s*(\d{1,2}(?::[0-5]\d)?)\s*[-–]\s*(\d{1,2}(?::[0-5]\d)?)\s*$/;

/**
 * "20-7", "18:30-8", "22-24": from one time of the local day to another, over midnight where the second is the earlier.
 * "none" is null.
 */
export function parseQuietHours(source: string): Parsed<QuietHours | null> {
  if (/^\s*none\s*$/i.test(source)) return { ok: true, value: null };
  const problem = (message: string, suggestion: string): Parsed<null> => {
    const span = { line: 1, column: 1, length: Math.max(1, source.trim().length) };
    return { ok: false, problems: [{ message, span, suggestion }] };
  };
  const [, first, last] = shape.exec(source) ?? [];
  if (first === undefined || last === undefined) {
    return problem('These are not quiet hours', '"20-7", "18:30-8" or "none"');
  }
  const [from, to] = [minuteOf(first), minuteOf(last)];
  if (from >= dayMinutes || to > dayMinutes) return problem('A day has 24 hours', '"20-7"');
  if (from === to % dayMinutes) {
    return problem('Quiet hours end at another time than they begin', '"20-7", or "none"');
  }
  return { ok: true, value: { fromMinute: from, toMinute: to % dayMinutes } };
}

/** What `parseQuietHours` reads as the same. */
export function printQuietHours(hours: QuietHours | null): string {
  return hours === null ? 'none' : `${clockTime(hours.fromMinute)}-${clockTime(hours.toMinute)}`;
}

function minuteOf(text: string): number {
  const [hours, minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function clockTime(minute: number): string {
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}
