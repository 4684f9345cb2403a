import { type HomeBacklog, type HomeCell, type HomeColumn, localTime, shortDuration, timeAgo } from '@zo/shared';

const minuteMs = 60_000;

/** A cell as people read it. */
export function cellWords(cell: HomeCell, kind: HomeColumn['kind'], zone: string, now: number): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  switch (kind) {
    case 'moment':
      return localTime(cell, zone, now);
    case 'minutes':
      return minutesWords(cell);
    default:
      return numberWords(cell);
  }
}

export function minutesWords(minutes: number | null): string {
  return minutes === null ? '–' : shortDuration(minutes * minuteMs);
}

export function numberWords(number: number): string {
  return number.toLocaleString('en-US');
}

export function agoWords(at: number | null, now: number): string {
  return at === null ? 'never' : timeAgo(Math.max(0, now - at));
}

/** "none", "12", "more than 10,000". */
export function backlogWords({ count, isMore }: HomeBacklog): string {
  if (count === 0) return 'none';
  return isMore ? `more than ${numberWords(count)}` : numberWords(count);
}
