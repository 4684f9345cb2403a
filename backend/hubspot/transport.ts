/**
 * One HTTP call to HubSpot: paced, timed out, counted, and answered either with a 2xx or with a typed error. It never
 * repeats a call by itself: durable retry belongs to the outbox, which knows what has become of the reason in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { redactKnown } from '../log/redact.ts';
import type { Priority } from '../outbox/effect.ts';
import {
  Ambiguous,
  Disconnected,
  type HubspotError,
  NotPermitted,
  RateLimited,
  Reconnect,
  RetryLater,
} from './hubspot-errors.ts';
import { datedPath } from './hubspot-paths.ts';
import type { Pacing, PacingKind } from './pacing.ts';
import { readRefusal } from './read-refusal.ts';
import type { HubspotCall } from './scopes.ts';
import { PacingClosed } from './waiting-calls.ts';

/** Called when nothing is left but to send: what it throws is thrown, and nothing is sent. */
export type BeforeSending = (call: HubspotCall) => Promise<void>;

export type HubspotRequest = {
  call: HubspotCall;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, legacy form. */
  path: string;
  /** JSON text, unless `contentType` says otherwise. */
  body?: string;
  contentType?: string;
  priority: Priority;
  /** Doing it twice is the same as doing it once. Decides what a missing answer means. */
  isIdempotent: boolean;
  /** Not before its turn has come, which may take minutes, and the token is there. */
  beforeSending?: BeforeSending | undefined;
};

export type HubspotAnswer = { status: number; headers: Record<string, string>; body: string };

/** As pino's methods. Objects given to it hold names, counts and ids only. */
export type HubspotLog = { debug(fields: object, message: string): void; warn(fields: object, message: string): void };

/** How many calls ended how: `status` is a number as text, or 'no answer'. */
export type CallCount = { call: HubspotCall; status: string; count: number };

/** Calls that HubSpot says are left; null until it has said so. */
export type QuotaLeft = { interval: number | null; day: number | null };

export type Transport = {
  send(request: HubspotRequest): Promise<HubspotAnswer>;
  counts(): CallCount[];
  quotaLeft(): QuotaLeft;
  /** How far HubSpot's clock is ahead of ours, by its last answer; null until it has said so. */
  clockSkewMs(): number | null;
  /** Calls refused for a missing scope or tier are tried again: the portal has been authorised anew. */
  reauthorised(): void;
  /**
   * Begins no call any more, and gives up what HubSpot has not answered within `withinMs`. May be called again with less.
   */
  close(withinMs?: number): Promise<void>;
};

export type TransportOptions = {
  baseUrl: string;
  accessToken: () => Promise<string>;
  /** HubSpot does not take the token: throws when it is known why, and what to do. */
  tokenRefused?: (token: string) => Promise<void>;
  log: HubspotLog;
  pacing: Pacing;
  timeoutMs: number;
  /** A dated version of HubSpot's paths; null for the legacy ones. */
  pathVersion: string | null;
  /** A larger answer is given up, as if none had come. */
  mostAnswerBytes?: number;
};

/** The request never left, or never reached anybody. */
const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const awayMs = 2_000;
/** The longest true answers, all properties of a type with their options, are a few megabytes. */
const usualAnswerBytes = 32 * 1024 * 1024;
const usualCloseWithinMs = 3_000;

export function createTransport(options: TransportOptions): Transport {
  const { log, pacing, timeoutMs, pathVersion } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const agent = new Agent({
    connect: { timeout: Math.min(5_000, timeoutMs) },
    keepAliveTimeout: 4_000,
    maxResponseSize: options.mostAnswerBytes ?? usualAnswerBytes,
  });
  const counts = new Map<string, CallCount>();
  const quota: QuotaLeft = { interval: null, day: null };
  const refusedCalls = new Map<HubspotCall, NotPermitted>();
  const underWay = new Set<Promise<HubspotAnswer>>();
  let skewMs: number | null = null;

  function count(call: HubspotCall, status: string): void {
    const key = `${call} ${status}`;
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { call, status, count: 1 });
    else entry.count += 1;
  }

  async function send(wanted: HubspotRequest): Promise<HubspotAnswer> {
    const refused = refusedCalls.get(wanted.call);
    if (refused !== undefined) throw refused;
    const kind = pacingKindOf(wanted.path);
    const leave = await enter(wanted, kind);
    const call = sendNow(wanted, kind);
    underWay.add(call);
    try {
      return await call;
    } finally {
      underWay.delete(call);
      leave();
    }
  }

  async function sendNow(wanted: HubspotRequest, kind: PacingKind): Promise<HubspotAnswer> {
    const startedAt = performance.now();
    const token = await options.accessToken();
    await wanted.beforeSending?.(wanted.call);
    const sentAt = Date.now();
    const answer = await exchange(wanted, token);
    skewMs = skewOf(answer.headers, sentAt, Date.now()) ?? skewMs;
    pacing.observe(kind, answer.headers);
    if (kind === 'standard') noteQuota(quota, answer.headers);
    count(wanted.call, String(answer.status));
    const ms = Math.round(performance.now() - startedAt);
    log.debug({ call: wanted.call, status: answer.status, ms }, 'HubSpot answered');
    if (answer.status >= 200 && answer.status < 300) return answer;
    const refusal = refuse(wanted, kind, answer);
    await findOutWhy(refusal, token);
    throw refusal;
  }

  async function enter(wanted: HubspotRequest, kind: PacingKind): Promise<() => void> {
    try {
      return await pacing.enter(kind, wanted.priority);
    } catch (error) {
      if (error instanceof PacingClosed) throw new RetryLater(error.message, 0, { call: wanted.call, status: null });
      throw error;
    }
  }

  async function exchange(wanted: HubspotRequest, token: string): Promise<HubspotAnswer> {
    const { call, method, path, body, contentType = 'application/json', isIdempotent } = wanted;
    try {
      const response = await request(baseUrl + datedPath(path, pathVersion), {
        method,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMs),
        body: body ?? null,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': contentType }),
        },
      });
      return {
        status: response.statusCode,
        headers: plainHeaders(response.headers),
        body: withoutToken(await response.body.text(), response.statusCode, token),
      };
    } catch (error) {
      count(call, 'no answer');
      const code = codeOf(error);
      log.warn({ call, code }, 'HubSpot gave no answer');
      const site = { call, status: null };
      if (neverArrived.has(code)) throw new RetryLater(`cannot be reached (${code})`, awayMs, site);
      if (isIdempotent) throw new RetryLater(`no answer (${code})`, awayMs, site);
      throw new Ambiguous(`no answer (${code}); it may have happened`, site);
    }
  }

  /** A token that is not taken; or a refusal that names no scope, which an app that was uninstalled gets too. */
  async function findOutWhy(refusal: HubspotError, token: string): Promise<void> {
    if (refusal instanceof Reconnect) await options.tokenRefused?.(token);
    if (!(refusal instanceof NotPermitted) || refusal.missingScopes.length > 0) return;
    try {
      await options.tokenRefused?.(token);
    } catch (error) {
      if (error instanceof Disconnected) throw error;
    }
  }

  function refuse(wanted: HubspotRequest, kind: PacingKind, answer: HubspotAnswer): HubspotError {
    const { call, isIdempotent, body: sent } = wanted;
    const error = readRefusal({ ...answer, call, isIdempotent, ...(sent === undefined ? {} : { sent }) });
    if (error instanceof RateLimited) pacing.pause(kind, error.afterMs);
    if (error instanceof NotPermitted) refusedCalls.set(wanted.call, error);
    const { code, status, correlationId, reason } = error;
    // Being absent, or there already, is an answer; the others somebody may have to look into.
    const level = code === 'gone' || code === 'already exists' ? 'debug' : 'warn';
    log[level]({ call: wanted.call, status, code, correlationId, reason }, 'HubSpot refused');
    return error;
  }

  return {
    send,
    quotaLeft: () => ({ ...quota }),
    clockSkewMs: () => skewMs,
    counts: () => [...counts.values()].map((entry) => ({ ...entry })),
    reauthorised: () => refusedCalls.clear(),
    async close(withinMs = usualCloseWithinMs) {
      pacing.close();
      await Promise.race([Promise.allSettled(underWay), sleep(withinMs, undefined, { ref: false })]);
      // Not after the agent's own close: it forgets its connections there, and would give up none of them here.
      await agent.destroy();
    },
  };
}

/** Whatever HubSpot repeats of what it was sent, the token goes no further. Refusals are kept, shown and logged. */
function withoutToken(body: string, status: number, token: string): string {
  if (status >= 200 && status < 300) return body.includes(token) ? body.replaceAll(token, '[secret]') : body;
  return redactKnown([token])(body);
}

function noteQuota(quota: QuotaLeft, headers: Record<string, string>): void {
  const read = (name: string, known: number | null) => {
    const left = Number(headers[name] ?? Number.NaN);
    return Number.isFinite(left) ? left : known;
  };
  quota.interval = read('x-hubspot-ratelimit-remaining', quota.interval);
  quota.day = read('x-hubspot-ratelimit-daily-remaining', quota.day);
}

/** By the header `Date`, which has whole seconds; the machine's own clock, whatever time the demo plays. */
function skewOf({ date }: Record<string, string>, sentAt: number, receivedAt: number): number | null {
  const told = Date.parse(date ?? '');
  return Number.isNaN(told) ? null : told + 500 - (sentAt + receivedAt) / 2;
}

function pacingKindOf(path: string): PacingKind {
  if (path.endsWith('/search')) return 'search';
  return path.startsWith('/crm/v4/associations/') ? 'associations' : 'standard';
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  if ('name' in error && error.name === 'TimeoutError') return 'TIMEOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
