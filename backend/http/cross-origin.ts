import type { ServerResponse } from 'node:http';
import { answerEmpty } from './ingest-answers.ts';

/** What a browser asks before it sends a write key from a page of another site. Any site may: the key is the proof. */
const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'Authorization, Content-Type, Content-Encoding, Accept, X-Write-Key, X-Retry-Count, AnonymousId',
  'access-control-max-age': '86400',
  'content-length': '0',
};

export function answerPreflight(response: ServerResponse): void {
  answerEmpty(response, 204, preflightHeaders);
}
