/** What has arrived, in words. Pure. */
import { type SeenEvent, timeAgo } from '@zo/shared';

/** "312 this week"; "40 last week", when none came since; "1,204 in all, the last 12 days ago". */
export function arrivalWords(seen: SeenEvent, now: number): string {
  if (seen.thisWeek > 0) return `${number(seen.thisWeek)} this week`;
  if (seen.lastWeek > 0) return `${number(seen.lastWeek)} last week`;
  return `${number(seen.events)} in all, the last ${timeAgo(now - seen.lastSeenAt)}`;
}

export function number(count: number): string {
  return new Intl.NumberFormat('en-US').format(count);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
