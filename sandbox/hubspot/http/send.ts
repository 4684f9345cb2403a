import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** Pages of other addresses may read the controls, nothing else. */
export function send(response: ServerResponse, answer: Answer, incoming?: IncomingMessage): void {
  if (response.destroyed || response.headersSent) return;
  const cors = incoming?.url?.startsWith('/sandbox/') ? { 'access-control-allow-origin': '*' } : {};
  const headers = { 'x-hubspot-correlation-id': randomUUID(), ...cors, ...answer.headers };
  if (answer.text !== undefined) response.writeHead(answer.status, headers).end(answer.text);
  else if (answer.body === undefined) response.writeHead(answer.status, headers).end();
  else
    response
      .writeHead(answer.status, { 'content-type': 'application/json;charset=utf-8', ...headers })
      .end(JSON.stringify(answer.body));
}
