/**
 * Checks that a request came from HubSpot: in one pure function, on the raw body, with the moments that count as now.
 *
 * v3 decides alone when its header is there: a request that fails it is refused, or an attacker could choose the weaker
 * scheme. v2 (workflow actions) has no timestamp; `callbackId` is the defence against replay there. v1 does not cover the
 * address at all, so it is taken only where the address says nothing about who is calling.
 */
import { createHash, createHmac } from 'node:crypto';
import { isRecent } from './is-recent.ts';
import { isSameText } from './is-same-text.ts';
import { type RequestHeaders, readHeader } from './read-header.ts';

export type SignatureVersion = 'v1' | 'v2' | 'v3';

export type SignedRequest = {
  method: string;
  /** As HubSpot called it: our public https address with path and query, undecoded. Never built from `Host`. */
  url: string;
  rawBody: Uint8Array;
  headers: RequestHeaders;
};

export type HubspotCheck = SignedRequest & {
  /** The app's client secret. */
  secret: string;
  /** See Clock.plausibleNows: a timestamp near any of them is recent. */
  plausibleNows: number[];
  /** v3 is always accepted. */
  accept: { v2?: boolean; v1?: boolean };
};

export type HubspotVerdict =
  | { ok: true; version: SignatureVersion }
  | {
      ok: false;
      reason:
        | 'no secret'
        | 'no signature'
        | 'no timestamp'
        | 'stale timestamp'
        | 'version not accepted'
        | 'unknown version'
        | 'wrong signature';
    };

/** HubSpot signs v3 over the address with exactly these escapes decoded, and every other one left as it is. */
const decodedEscapes: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

export function verifyHubspotSignature(check: HubspotCheck): HubspotVerdict {
  // An empty secret would accept what anybody can compute.
  if (check.secret === '') return { ok: false, reason: 'no secret' };
  const v3 = readHeader(check.headers, 'x-hubspot-signature-v3');
  if (v3 !== null) return verifyV3(check, v3);
  const signature = readHeader(check.headers, 'x-hubspot-signature');
  if (signature === null) return { ok: false, reason: 'no signature' };
  // Without a version the scheme that covers more is meant: a v1 signature does not pass for a v2 one.
  const version = readHeader(check.headers, 'x-hubspot-signature-version') ?? 'v2';
  if (version !== 'v1' && version !== 'v2') return { ok: false, reason: 'unknown version' };
  if (!check.accept[version]) return { ok: false, reason: 'version not accepted' };
  const expected = version === 'v2' ? signV2(check) : signV1(check);
  return isSameText(signature, expected) ? { ok: true, version } : { ok: false, reason: 'wrong signature' };
}

function verifyV3(check: HubspotCheck, signature: string): HubspotVerdict {
  const timestamp = readHeader(check.headers, 'x-hubspot-request-timestamp');
  if (timestamp === null || !/^\d{1,15}$/.test(timestamp)) return { ok: false, reason: 'no timestamp' };
  if (!isRecent(Number(timestamp), check.plausibleNows)) return { ok: false, reason: 'stale timestamp' };
  const expected = signV3(check, timestamp);
  return isSameText(signature, expected) ? { ok: true, version: 'v3' } : { ok: false, reason: 'wrong signature' };
}

function signV3(request: SignedRequest & { secret: string }, timestamp: string): string {
  return createHmac('sha256', request.secret)
    .update(request.method.toUpperCase() + decodeAddress(request.url))
    .update(signedBody(request))
    .update(timestamp)
    .digest('base64');
}

function signV2(request: SignedRequest & { secret: string }): string {
  return createHash('sha256')
    .update(request.secret + request.method.toUpperCase() + request.url)
    .update(signedBody(request))
    .digest('hex');
}

function signV1(request: SignedRequest & { secret: string }): string {
  return createHash('sha256').update(request.secret).update(request.rawBody).digest('hex');
}

export function decodeAddress(url: string): string {
  return url.replace(
    /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi,
    (encoded) => decodedEscapes[encoded.toUpperCase()] ?? encoded,
  );
}

/** HubSpot signs an empty body for requests that have none by nature. */
function signedBody({ method, rawBody }: SignedRequest): Uint8Array {
  return /^(GET|HEAD)$/i.test(method) ? new Uint8Array() : rawBody;
}
