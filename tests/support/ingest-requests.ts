/** Requests to the ingest door, as SDKs make them. */
import type { IngestServer } from './ingest-server.ts';

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

let number = 0;
/** A good one, unlike all before it. */
export function message(changes: Record<string, unknown> = {}) {
  number += 1;
  return { type: 'track', event: 'Report Created', userId: 'u1', messageId: `m${number}`, ...changes };
}

type Sent = { method?: string; headers?: Record<string, string>; key?: string | null };

/** A text or bytes go as they are, anything else as JSON. */
export async function sendTo(
  { url }: Pick<IngestServer, 'url'>,
  path: string,
  body: unknown,
  { method = 'POST', headers = {}, key = 'server-key' }: Sent = {},
) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: key === null ? headers : { authorization: basic(key), ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
