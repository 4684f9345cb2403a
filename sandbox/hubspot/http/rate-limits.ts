/** HubSpot's limits on sliding windows of real (monotonic) time. */

import { randomUUID } from 'node:crypto';
import type { PortalSettings } from '../portal/portal.ts';
import type { Answer } from './answer.ts';
import type { LimitName } from './router.ts';

type Verdict = { allowed: boolean; headers: Record<string, string>; refusal: Answer };

export type RateLimits = { count(limit: LimitName): Verdict | null; reset(): void };

export function createRateLimits(settings: PortalSettings): RateLimits {
  let windows: Record<string, Window> = {};
  const rules: Record<
    Exclude<LimitName, 'none'>,
    () => { max: number; intervalMs: number; policy: string; words: string }
  > = {
    'ten secondly': () => ({
      max: settings.tenSecondlyLimit,
      intervalMs: 10_000,
      policy: 'TEN_SECONDLY_ROLLING',
      words: 'ten_secondly_rolling',
    }),
    'association batch': () => ({
      max: settings.associationBatchLimit,
      intervalMs: 10_000,
      policy: 'TEN_SECONDLY_ROLLING',
      words: 'ten_secondly_rolling',
    }),
    search: () => ({ max: settings.searchPerSecond, intervalMs: 1_000, policy: 'SECONDLY', words: 'secondly' }),
  };
  return {
    count(limit) {
      if (limit === 'none') return null;
      const { max, intervalMs, policy, words } = rules[limit]();
      windows[limit] ??= new Window();
      const window = windows[limit];
      const remaining = window.take(max, intervalMs, performance.now());
      const headers: Record<string, string> =
        limit === 'search'
          ? {}
          : {
              'x-hubspot-ratelimit-max': String(max),
              'x-hubspot-ratelimit-remaining': String(Math.max(0, remaining)),
              'x-hubspot-ratelimit-interval-milliseconds': String(intervalMs),
            };
      const body = {
        status: 'error',
        message: `You have reached your ${words} limit.`,
        errorType: 'RATE_LIMIT',
        correlationId: randomUUID(),
        policyName: policy,
        groupName: `publicapi:crm:${settings.appId}`,
        requestId: randomUUID(),
      };
      return { allowed: remaining >= 0, headers, refusal: { status: 429, body, headers } };
    },
    reset() {
      windows = {};
    },
  };
}

class Window {
  #times: number[] = [];

  /** Calls still allowed after this one, or -1 when this one is refused (and not counted). */
  take(max: number, intervalMs: number, now: number): number {
    const since = now - intervalMs;
    let gone = 0;
    while (gone < this.#times.length && this.#times[gone]! <= since) gone += 1;
    if (gone > 0) this.#times = this.#times.slice(gone);
    if (this.#times.length >= max) return -1;
    this.#times.push(now);
    return max - this.#times.length;
  }
}
