/**
 * Usage: what the events of one person or company add up to. Plain data; stored as one JSON document per person and
 * rebuilt from raw events when signals change.
 *
 * A *day* is a number: whole days between 1970-01-01 and the local date in the portal's time zone (see local-days.ts).
 */

/** How often something happened on which local day, ascending by day, each day once. */
export type DayCounts = [day: number, count: number][];

export type SignalUsage = {
  total: number;
  /** Milliseconds since the epoch, by event time. */
  firstAt: number;
  lastAt: number;
  /** Name of the event at `lastAt`, as it was sent ("Dashboard Shared", or a page's path). */
  lastEvent: string;
  days: DayCounts;
  /** Which events counted last, for receipts (backend/usage/signal-events.ts); absent where nobody noted it. */
  events?: string;
};

export type RecentEvent = { at: number; name: string };

export type Usage = {
  /** Event time of the earliest counted event; null before the first. */
  firstSeenAt: number | null;
  /** Latest counted `track` or `page` event not marked `system`; null if never active. */
  lastActiveAt: number | null;
  /** Order of acceptance of the event at `lastActiveAt`; absent where nobody noted it. */
  lastActiveSeq?: number;
  /** Counted active events per day; the newest 90 days. */
  activeDays: DayCounts;
  /** By signal name, as in the playbook ("key action"). Signals that never happened are absent. */
  signals: Record<string, SignalUsage>;
  /** The newest counted active events, newest first, at most 5. */
  recent: RecentEvent[];
  /** Distinct names of events seen from this person (at most 200), for "events seen". */
  eventNames: string[];
};

/** Distinct people by the local day on which each was last active, ascending by day. Sums over a window give active users. */
export type CompanyUsage = { lastActiveDays: DayCounts };

/** Company usage as of a moment: distinct people active in the last 30 days. */
export type CompanyActivity = { activeUsers: number };

export const activeUsersWindowDays = 30;
export const keptDays = 90;

export function emptyUsage(): Usage {
  return { firstSeenAt: null, lastActiveAt: null, activeDays: [], signals: {}, recent: [], eventNames: [] };
}
