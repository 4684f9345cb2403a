/** The answers of the ingest door: small JSON texts, readable from any origin. */
import type { ServerResponse } from 'node:http';
import type { NotAccepted } from '../ingest/group-commit.ts';

export type RejectedItem = { index: number; messageId: string | null; reason: string };

export type BatchAnswer = { accepted: number; duplicates: number; rejected: RejectedItem[] };

const usualHeaders = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' };

const success = '{"success":true}';

/** Written as one flat list because this is the hottest line of the product. */
const successHeaders = [
  'content-type',
  'application/json',
  'content-length',
  String(success.length),
  'access-control-allow-origin',
  '*',
  'x-content-type-options',
  'nosniff',
];

export function answerSuccess(response: ServerResponse): void {
  response.writeHead(200, successHeaders);
  response.end(success);
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers?: Record<string, string | number>,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...usualHeaders,
    ...headers,
  });
  response.end(text);
}

export function answerProblem(
  response: ServerResponse,
  status: number,
  reason: string,
  headers?: Record<string, string | number>,
): void {
  answerJson(response, status, { success: false, reason }, headers);
}

export function answerEmpty(response: ServerResponse, status: number, headers?: Record<string, string>): void {
  response.writeHead(status, { ...usualHeaders, ...headers });
  response.end();
}

/** A batch with at least one good event succeeds; one without any can never succeed, however often it is sent. */
export function answerBatch(response: ServerResponse, answer: BatchAnswer): void {
  const hopeless = answer.rejected.length > 0 && answer.accepted === 0 && answer.duplicates === 0;
  if (hopeless) {
    answerJson(response, 400, { success: false, reason: 'no event of the batch can be accepted', ...answer });
  } else {
    answerJson(response, 200, { success: true, ...answer });
  }
}

const notAccepted: Record<NotAccepted['refused'], { status: 429 | 503; reason: string; retryAfterSeconds: number }> = {
  'portal is too fast': { status: 429, reason: 'too many events at once', retryAfterSeconds: 1 },
  overloaded: { status: 503, reason: 'too busy, come back later', retryAfterSeconds: 2 },
  draining: { status: 503, reason: 'restarting', retryAfterSeconds: 2 },
  'store failed': { status: 503, reason: 'the event could not be stored, come back later', retryAfterSeconds: 5 },
};

/** Nothing of the request was kept. */
export function answerNotAccepted(response: ServerResponse, refused: NotAccepted['refused']): void {
  const { status, reason, retryAfterSeconds } = notAccepted[refused];
  answerProblem(response, status, reason, { 'retry-after': retryAfterSeconds });
}
