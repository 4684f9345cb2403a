/**
 * Slack's published limits (docs.slack.dev/apis/web-api/rate-limits): calls a minute by the method's tier, and about one
 * message a second in each channel with a short burst. Always on monotonic time, so that moving the demo's clock neither
 * fills nor empties a bucket.
 */
export type Tier = 1 | 2 | 3 | 4 | 'special';

const callsPerMinute = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
const messagesPerSecond = 1;
const messageBurst = 5;

type Bucket = { tokens: number; at: number };

export type RateLimits = {
  enabled: boolean;
  /** Seconds to wait, or null when the call may go on. Each workspace has limits of its own. */
  refuse(team: string, method: string, tier: Tier, postChannel: string | null, monotonicMs: number): number | null;
};

export function createRateLimits(enabled: boolean): RateLimits {
  const buckets = new Map<string, Bucket>();
  const take = (key: string, perMs: number, burst: number, nowMs: number): number | null => {
    const bucket = buckets.get(key) ?? { tokens: burst, at: nowMs };
    bucket.tokens = Math.min(burst, bucket.tokens + (nowMs - bucket.at) * perMs);
    bucket.at = nowMs;
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000));
    bucket.tokens -= 1;
    return null;
  };
  return {
    enabled,
    refuse(team, method, tier, postChannel, nowMs) {
      if (!this.enabled) return null;
      if (postChannel !== null)
        return take(`post:${team}:${postChannel}`, messagesPerSecond / 1000, messageBurst, nowMs);
      if (tier === 'special') return null;
      const perMinute = callsPerMinute[tier];
      return take(`method:${team}:${method}`, perMinute / 60_000, perMinute, nowMs);
    },
  };
}
