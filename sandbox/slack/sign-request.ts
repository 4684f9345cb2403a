/** Slack's signature of what it sends: version 0, over the moment and the raw body. */
import { createHmac } from 'node:crypto';

/** Tests only: how a request is spoilt. */
export type Forgery = 'wrong signature' | 'no signature' | 'old timestamp';

export function signatureHeaders(secret: string, now: number, body: string, forge?: Forgery): Record<string, string> {
  if (forge === 'no signature') return {};
  const timestamp = Math.floor(now / 1000) - (forge === 'old timestamp' ? 600 : 0);
  const key = forge === 'wrong signature' ? 'another secret' : secret;
  const digest = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` };
}
