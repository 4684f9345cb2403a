/** How HubSpot signs what it sends. Written from the published rules, and checked against vectors in the tests. */
import { createHash, createHmac } from 'node:crypto';

export type SignedParts = { method: string; url: string; body: string };

/** v1: SHA-256 of secret and body; does not bind the URL. */
export function signatureV1(secret: string, body: string): string {
  return createHash('sha256')
    .update(secret + body, 'utf8')
    .digest('hex');
}

export function signatureV2(secret: string, { method, url, body }: SignedParts): string {
  return createHash('sha256')
    .update(secret + method + url + body, 'utf8')
    .digest('hex');
}

/** `timestamp` in milliseconds of the movable clock. */
export function signatureV3(secret: string, { method, url, body }: SignedParts, timestamp: number): string {
  return createHmac('sha256', secret)
    .update(method + decodeForV3(url) + body + String(timestamp), 'utf8')
    .digest('base64');
}

const decodedInV3: Record<string, string> = {
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

function decodeForV3(url: string): string {
  return url.replace(/%[0-9a-f]{2}/gi, (escaped) => decodedInV3[escaped.toUpperCase()] ?? escaped);
}

export function headersV1(secret: string, body: string): Record<string, string> {
  return { 'x-hubspot-signature': signatureV1(secret, body), 'x-hubspot-signature-version': 'v1' };
}

export function headersV2(secret: string, parts: SignedParts): Record<string, string> {
  return { 'x-hubspot-signature': signatureV2(secret, parts), 'x-hubspot-signature-version': 'v2' };
}

export function headersV3(secret: string, parts: SignedParts, timestamp: number): Record<string, string> {
  return {
    'x-hubspot-signature-v3': signatureV3(secret, parts, timestamp),
    'x-hubspot-request-timestamp': String(timestamp),
  };
}
