/** Checks that a request came from Slack: `v0=` and the HMAC of version, timestamp and raw body under the signing secret. */
import { createHmac } from 'node:crypto';
import { isRecent } from './is-recent.ts';
import { isSameText } from './is-same-text.ts';
import { type RequestHeaders, readHeader } from './read-header.ts';

export type SlackCheck = {
  rawBody: Uint8Array;
  headers: RequestHeaders;
  signingSecret: string;
  /** See Clock.plausibleNows. */
  plausibleNows: number[];
};

export type SlackVerdict =
  | { ok: true }
  | {
      ok: false;
      reason: 'no secret' | 'no signature' | 'no timestamp' | 'stale timestamp' | 'unknown version' | 'wrong signature';
    };

export function verifySlackSignature({ rawBody, headers, signingSecret, plausibleNows }: SlackCheck): SlackVerdict {
  if (signingSecret === '') return { ok: false, reason: 'no secret' };
  const signature = readHeader(headers, 'x-slack-signature');
  if (signature === null) return { ok: false, reason: 'no signature' };
  if (!signature.startsWith('v0=')) return { ok: false, reason: 'unknown version' };
  const timestamp = readHeader(headers, 'x-slack-request-timestamp');
  if (timestamp === null || !/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'no timestamp' };
  // Slack's own library looks only at the past; a timestamp far ahead could be replayed until it comes.
  if (!isRecent(Number(timestamp) * 1000, plausibleNows)) return { ok: false, reason: 'stale timestamp' };
  const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
  return isSameText(signature, expected) ? { ok: true } : { ok: false, reason: 'wrong signature' };
}
