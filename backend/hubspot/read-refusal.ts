/** Reads HubSpot's answer to a refused call into the error that says what to do next. Pure; every field is optional. */
import {
  AlreadyExists,
  Ambiguous,
  FixTheRecord,
  Gone,
  type HubspotError,
  NotPermitted,
  RateLimited,
  Reconnect,
  RetryLater,
} from './hubspot-errors.ts';
import type { HubspotCall } from './scopes.ts';
import { withoutSentValues } from './sent-values.ts';

export type Refusal = {
  call: HubspotCall;
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Doing it twice is the same as doing it once: reads and updates by id. */
  isIdempotent: boolean;
  /** The request's JSON: what of it comes back in a message is taken out. */
  sent?: string;
};

const busyMs = 2_000;
/** A locked row is released after two seconds. */
const lockMs = 2_500;
const rollingWindowMs = 10_000;
const secondlyMs = 1_000;
/** The daily limit ends at the account's midnight; asking every 15 minutes finds out soon enough. */
const dailyMs = 15 * 60_000;

/** `random` in [0, 1) spreads the waits of portals that were limited together. */
export function readRefusal(refusal: Refusal, random: () => number = Math.random): HubspotError {
  const { call, status } = refusal;
  const body = parse(refusal.body);
  const site = { call, status, correlationId: textOf(body.correlationId) };
  const reason = describe(status, body, refusal.sent);
  const retryAfterMs = retryAfterOf(refusal.headers);

  if (status === 401) return new Reconnect('the access token is not accepted', site);
  if (status === 403) return new NotPermitted(reason, missingScopesOf(body), site);
  if (status === 404) return new Gone('no such record', site);
  if (status === 409) return new AlreadyExists(reason, existingIdOf(body), site);
  if (status === 423) return new RetryLater('the record is locked', retryAfterMs ?? lockMs, site);
  if (status === 429) return new RateLimited(reason, retryAfterMs ?? limitPauseOf(body, random), site);
  if (status === 408 || status === 477) return new RetryLater(reason, retryAfterMs ?? busyMs, site);
  if (status >= 400 && status < 500) {
    const { properties, unknownProperties, words } = propertiesOf(body);
    return new FixTheRecord(words ?? reason, properties, unknownProperties, site);
  }
  if (refusal.isIdempotent) return new RetryLater(reason, retryAfterMs ?? busyMs, site);
  return new Ambiguous(`${reason}; it may have happened`, site);
}

type Body = Record<string, unknown>;

function parse(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
  } catch {
    return {};
  }
}

function describe(status: number, body: Body, sent?: string): string {
  const category = textOf(body.category);
  const message = textOf(body.message);
  return [`${status}`, category, message === null ? null : withoutPersonalData(withoutSentValues(message, sent))]
    .filter(Boolean)
    .join(' ');
}

/**
 * Removes addresses, tokens and quoted values and keeps it short: HubSpot repeats what was sent in its messages. A quoted
 * name of a property, a scope or the like stays.
 */
export function withoutPersonalData(text: string): string {
  const clean = text
    .replace(/"([^"]*)"|'([^']*)'/g, (quoted, double?: string, single?: string) =>
      /^[a-z][\w.-]*$/.test(double ?? single ?? '') ? quoted : '[value]',
    )
    .replace(/[^\s@"'<>,;]+@[^\s@"'<>,;]+/g, '[e-mail]')
    .replace(/(Bearer\s+|pat-)[\w.-]+/gi, '[token]')
    .replace(/\s+/g, ' ');
  return clean.length <= 160 ? clean : `${clean.slice(0, 159)}…`;
}

export function existingIdIn(text: string): string | null {
  return /Existing ID:\s*(\d+)/i.exec(text)?.[1] ?? null;
}

function existingIdOf(body: Body): string | null {
  return existingIdIn(textOf(body.message) ?? '');
}

function missingScopesOf(body: Body): string[] {
  return errorsOf(body).flatMap((error) => textsOf(contextOf(error).requiredGranularScopes));
}

function limitPauseOf(body: Body, random: () => number): number {
  const policy = textOf(body.policyName)?.toUpperCase() ?? '';
  const message = textOf(body.message)?.toLowerCase() ?? '';
  const jitter = Math.round(random() * 1_000);
  if (policy === 'DAILY' || message.includes('daily limit')) return dailyMs + jitter;
  if (policy === 'SECONDLY' || message.includes(' secondly limit')) return secondlyMs + jitter;
  return rollingWindowMs + jitter;
}

function retryAfterOf(headers: Record<string, string>): number | null {
  const seconds = Number(headers['retry-after']);
  return headers['retry-after'] !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}

type PropertyProblems = { properties: string[]; unknownProperties: string[]; words: string | null };

/**
 * Names what is wrong with which property. HubSpot says it in `errors[]`, in an array written as text inside `message`, or
 * both. Property names and codes are kept; the values in the messages are not.
 */
export function propertiesOf(body: Body): PropertyProblems {
  const found = new Map<string, string>();
  for (const error of [...errorsOf(body), ...errorsInside(textOf(body.message))]) {
    const code = textOf(error.code) ?? textOf(error.error) ?? textOf(error.subCategory) ?? 'not valid';
    const names = [...textsOf(contextOf(error).propertyName), ...textsOf(error.name), ...textsOf(error.in)];
    for (const name of names) if (/^[a-z]\w*$/i.test(name) && !found.has(name)) found.set(name, code);
  }
  for (const name of textsOf(contextOf(body).propertyName)) if (!found.has(name)) found.set(name, 'not valid');
  const properties = [...found.keys()];
  return {
    properties,
    unknownProperties: properties.filter((name) => found.get(name) === 'PROPERTY_DOESNT_EXIST'),
    words: properties.length === 0 ? null : properties.map((name) => `${name}: ${found.get(name)}`).join(', '),
  };
}

function errorsInside(message: string | null): Body[] {
  const start = message?.indexOf('[{') ?? -1;
  if (message === null || start < 0) return [];
  try {
    const value: unknown = JSON.parse(message.slice(start, message.lastIndexOf(']') + 1));
    return Array.isArray(value) ? value.filter((item): item is Body => typeof item === 'object' && item !== null) : [];
  } catch {
    return [];
  }
}

function errorsOf(body: Body): Body[] {
  const errors = body.errors;
  return Array.isArray(errors) ? errors.filter((item): item is Body => typeof item === 'object' && item !== null) : [];
}

function contextOf(body: Body): Body {
  return typeof body.context === 'object' && body.context !== null ? (body.context as Body) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string' && item !== '');
}
