/**
 * Failures on demand. Two ways to ask for one: post to a channel with a well-known name (a person at the demo can do
 * that), or put a rule on the list with `POST /sandbox/failures` (a test does that). Both end in one `Failure`.
 */

export type FailureMode =
  /** Answers `status` (default 500) with an HTML body; nothing happened. */
  | 'status'
  /** Answers `status` although the call was carried out. */
  | 'status-after-commit'
  /** Closes the connection before anything happened. */
  | 'reset-before'
  /** Carries the call out, then closes the connection: the answer is lost. */
  | 'reset-after-commit'
  /** Never answers; nothing happened. */
  | 'timeout'
  /** Carries the call out and never answers. */
  | 'timeout-after-commit'
  /** Carries the call out and answers 200 with something that is not JSON. */
  | 'malformed'
  /** Answers `{ok:false, error}`; nothing happened. */
  | 'error'
  /** Answers 429 with Retry-After; nothing happened. */
  | 'rate-limit'
  /** Carries the call out and answers as it should, `delayMs` late (default 2000). */
  | 'slow';

export type Failure = {
  mode: FailureMode;
  status?: number;
  error?: string;
  retryAfterSeconds?: number;
  delayMs?: number;
};

export type FailureRule = Failure & {
  /** `method` absent: any; `channel` is compared with the call's `channel` argument. */
  match: { method?: string; channel?: string };
  /** How often it still happens. */
  times: number;
};

/** Seeded public channels whose name says what posting to them does. */
export const troubleChannels: Record<string, Failure> = {
  'slack-500': { mode: 'status', status: 500 },
  'slack-503': { mode: 'status', status: 503 },
  'slack-500-after-post': { mode: 'status-after-commit', status: 500 },
  'slack-rate-limited': { mode: 'rate-limit', retryAfterSeconds: 2 },
  'slack-reset-before-post': { mode: 'reset-before' },
  'slack-reset-after-post': { mode: 'reset-after-commit' },
  'slack-timeout': { mode: 'timeout' },
  'slack-timeout-after-post': { mode: 'timeout-after-commit' },
  'slack-malformed': { mode: 'malformed' },
  'slack-fatal-error': { mode: 'error', error: 'fatal_error' },
  'slack-restricted': { mode: 'error', error: 'restricted_action' },
  'slack-invalid-blocks': { mode: 'error', error: 'invalid_blocks' },
  'slack-token-revoked': { mode: 'error', error: 'token_revoked' },
};

export type FailurePlan = {
  rules: FailureRule[];
  /** The failure this call runs into, if any; uses up one time of the rule. */
  take(method: string, channel: string | null): Failure | null;
};

export function createFailurePlan(): FailurePlan {
  return {
    rules: [],
    take(method, channel) {
      const rule = this.rules.find(
        ({ match, times }) =>
          times > 0 &&
          (match.method === undefined || match.method === method) &&
          (match.channel === undefined || match.channel === channel),
      );
      if (!rule) return null;
      rule.times -= 1;
      this.rules = this.rules.filter(({ times }) => times > 0);
      return rule;
    },
  };
}

const modes: FailureMode[] = [
  'status',
  'status-after-commit',
  'reset-before',
  'reset-after-commit',
  'timeout',
  'timeout-after-commit',
  'malformed',
  'error',
  'rate-limit',
  'slow',
];

/** A rule as it came over HTTP; a sentence when it makes no sense. */
export function readFailureRule(value: unknown): FailureRule | string {
  if (typeof value !== 'object' || value === null) return 'a failure is an object';
  const rule = value as Partial<FailureRule>;
  if (!rule.mode || !modes.includes(rule.mode)) return `mode must be one of ${modes.join(', ')}`;
  return { ...rule, mode: rule.mode, match: rule.match ?? {}, times: rule.times ?? 1 };
}
