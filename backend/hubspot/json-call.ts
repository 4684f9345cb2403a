/** Calls the official client does not know: our own JSON in, JSON out, over the same transport. */
import { Ambiguous, RetryLater } from './hubspot-errors.ts';
import type { HubspotRequest, Transport } from './transport.ts';

export type JsonObject = Record<string, unknown>;

export type JsonRequest = Omit<HubspotRequest, 'body' | 'contentType'> & {
  body?: unknown;
  /** Sent form-encoded instead of a body; OAuth wants it so. */
  form?: Record<string, string>;
};

/** The body of the answer; {} for an empty one. */
export async function callJson(transport: Transport, { body, form, ...request }: JsonRequest): Promise<JsonObject> {
  const answer = await transport.send({ ...request, ...encode(body, form) });
  if (answer.body === '') return {};
  try {
    const value: unknown = JSON.parse(answer.body);
    if (isObject(value)) return value;
  } catch {
    // Falls through: an answer that cannot be read says nothing about what happened.
  }
  const site = { call: request.call, status: answer.status };
  if (request.isIdempotent) throw new RetryLater('an answer that cannot be read', 2_000, site);
  throw new Ambiguous('an answer that cannot be read; it may have happened', site);
}

function encode(body: unknown, form?: Record<string, string>): Pick<HubspotRequest, 'body' | 'contentType'> {
  if (form !== undefined) {
    return { body: new URLSearchParams(form).toString(), contentType: 'application/x-www-form-urlencoded' };
  }
  return body === undefined ? {} : { body: JSON.stringify(body) };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
