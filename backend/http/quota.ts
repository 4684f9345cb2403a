/**
 * How fast each caller may go: a bucket for each, filled at the same pace for all and empty or full on its own. What is left
 * of a bucket may be overdrawn once, so that no request is too large ever to be taken.
 */

export type QuotaTerms = {
  /** Sustained. 0: no limit. */
  perSecond: number;
  /** So many seconds' worth may come at once. */
  burstSeconds: number;
  /** Among how many the quota of each caller is divided, this one included; one unless given. It may change at any time. */
  sharedBy?: () => number;
};

export type Quota<Key = number> = {
  /** 0: may be taken. Otherwise nothing may, for so many seconds, a whole number. `now` is monotonic, in milliseconds. */
  waitFor(key: Key, now: number): number;
  spend(key: Key, count: number, now: number): void;
};

export type Bucket = { left: number; at: number };

/** Whoever gives `buckets` may empty it. */
export function createQuota<Key = number>(
  { perSecond: whole, burstSeconds: burst, sharedBy = () => 1 }: QuotaTerms,
  buckets = new Map<Key, Bucket>(),
): Quota<Key> {
  function fill(key: Key, now: number, perSecond: number): Bucket {
    // A part of less than one would never let anybody through.
    const most = Math.max(1, perSecond * burst);
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = { left: most, at: now };
      buckets.set(key, bucket);
    }
    const passedMs = Math.max(0, now - bucket.at);
    bucket.left = Math.min(most, bucket.left + (passedMs * perSecond) / 1_000);
    bucket.at = Math.max(bucket.at, now);
    return bucket;
  }

  return {
    waitFor(key, now) {
      if (whole === 0) return 0;
      const perSecond = whole / sharedBy();
      const { left } = fill(key, now, perSecond);
      // At least one's worth: less would be taken at once, one after the other.
      return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
    },
    spend(key, count, now) {
      if (whole === 0) return;
      fill(key, now, whole / sharedBy()).left -= count;
    },
  };
}
