/** What was asked of this Slack and what it answered, newest last, with counts a test can compare. */

export type LoggedRequest = {
  at: number;
  /** When it was answered, and for how long that took since it arrived. */
  monotonicMs: number;
  durationMs: number;
  method: string;
  channel: string | null;
  /** Whom it names: a user's id or e-mail address. */
  about: string | null;
  /** HTTP status; null when no answer was sent. */
  status: number | null;
  error: string | null;
  /** Mode of the failure that was asked for, if this call ran into one. */
  failure: string | null;
};

const kept = 20_000;

export type RequestLog = {
  record(request: LoggedRequest): void;
  entries(): LoggedRequest[];
  counts(): Record<string, number>;
};

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  const counts: Record<string, number> = {};
  return {
    record(request) {
      entries.push(request);
      if (entries.length > kept * 2) entries = entries.slice(-kept);
      counts[request.method] = (counts[request.method] ?? 0) + 1;
    },
    entries: () => entries,
    counts: () => ({ ...counts }),
  };
}
