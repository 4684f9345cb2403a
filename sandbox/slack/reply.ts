/** What a request gets: an answer, a connection closed in its face, or nothing at all. */
import type { ServerResponse } from 'node:http';

export type WrittenReply = {
  kind: 'answer';
  status: number;
  error: string | null;
  headers: Record<string, string>;
  body: string;
  /** It is sent so much later. */
  delayMs?: number;
};

export type Reply =
  | WrittenReply
  | { kind: 'reset' }
  /** The connection stays open until the caller, or the end of this process, closes it. */
  | { kind: 'silence' };

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): WrittenReply {
  const error = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : null;
  return {
    kind: 'answer',
    status,
    error,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function sendReply(reply: Reply, response: ServerResponse): void {
  if (reply.kind === 'answer') {
    const { status, headers, body, delayMs } = reply;
    const send = () => void response.writeHead(status, headers).end(body);
    if (delayMs === undefined) send();
    else setTimeout(send, delayMs);
  }
  if (reply.kind === 'reset') response.socket?.resetAndDestroy();
}
