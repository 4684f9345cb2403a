/**
 * How fast each portal may send: a bucket of events for each, filled at the same pace for all and empty or full on its own.
 * What is left of a bucket may be overdrawn once, so that no request is too large ever to be taken.
 */

export type QuotaTerms = {
  /** Sustained. 0: no limit. */
  eventsPerSecond: number;
  /** So many seconds' worth may come at once. */
  burstSeconds: number;
};

export type PortalQuota = {
  /** 0: may be taken. Otherwise nothing may, for so many seconds, a whole number. `now` is monotonic, in milliseconds. */
  waitFor(portalId: number, now: number): number;
  spend(portalId: number, events: number, now: number): void;
};

type Bucket = { left: number; at: number };

export const defaultEventsPerSecond = 1_000;
export const burstSeconds = 10;

export function createPortalQuota({ eventsPerSecond, burstSeconds: burst }: QuotaTerms): PortalQuota {
  const buckets = new Map<number, Bucket>();
  const most = eventsPerSecond * burst;

  function fill(portalId: number, now: number): Bucket {
    let bucket = buckets.get(portalId);
    if (bucket === undefined) {
      bucket = { left: most, at: now };
      buckets.set(portalId, bucket);
    }
    const passedMs = Math.max(0, now - bucket.at);
    bucket.left = Math.min(most, bucket.left + (passedMs * eventsPerSecond) / 1_000);
    bucket.at = Math.max(bucket.at, now);
    return bucket;
  }

  return {
    waitFor(portalId, now) {
      if (eventsPerSecond === 0) return 0;
      const { left } = fill(portalId, now);
      // At least one event's worth: less would be taken at once, one after the other.
      return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / eventsPerSecond));
    },
    spend(portalId, events, now) {
      if (eventsPerSecond === 0) return;
      fill(portalId, now).left -= events;
    },
  };
}
