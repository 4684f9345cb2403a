/**
 * Stands in front of the local HubSpot or Slack. It passes calls on, with the token the platform knows, or fails them in one
 * of the ways a platform can; a failing answer repeats everything it was sent, as real ones repeat some of it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Failing =
  | 'pass'
  | 400
  | 401
  | 403
  | 409
  | 429
  | 500
  | 'html'
  | 'html 200'
  | 'not ok'
  | 'reset'
  | 'half'
  | 'silent';

export type HostilePlatform = {
  url: string;
  fail(how: Failing): void;
  /** Calls answered so since it was last set. */
  calls(): number;
  close(): Promise<void>;
};

export async function startHostilePlatform(behind: string, token: string): Promise<HostilePlatform> {
  let failing: Failing = 'pass';
  let calls = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    calls += 1;
    if (failing === 'pass') await passOn(behind, token, request, body, response);
    else answerBadly(failing, repeated(request, body), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail(how) {
      failing = how;
      calls = 0;
    },
    calls: () => calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn(
  behind: string,
  token: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const answer = await fetch(`${behind}${request.url}`, {
    method: request.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': request.headers['content-type'] ?? 'application/json',
    },
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  }).catch(() => null);
  if (answer === null) {
    response.destroy();
    return;
  }
  const { 'content-encoding': _inflated, 'content-length': _length, ...headers } = Object.fromEntries(answer.headers);
  response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
}

/** Everything the caller sent, in plain, as JSON and as base64. */
function repeated(request: IncomingMessage, body: Buffer): string {
  const { authorization = '' } = request.headers;
  const sent = body.toString('utf8');
  return `${authorization.replace('Bearer ', '')} ${authorization} ${sent} ${decodeURIComponent(sent.replaceAll('%', '%25'))} ${Buffer.from(authorization + sent).toString('base64')}`;
}

function answerBadly(
  failing: Exclude<Failing, 'pass'>,
  said: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const json = (status: number, value: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const refusal = {
    status: 'error',
    ok: false,
    error: said,
    needed: said,
    category: 'VALIDATION_ERROR',
    correlationId: said.slice(0, 40),
    message: said,
    errors: [{ message: said, code: said, context: { requiredGranularScopes: [said] } }],
  };
  switch (failing) {
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'silent':
      return;
    case 'half':
      response.writeHead(200, { 'content-length': '100000' }).write(`{"results":["${said}`);
      setTimeout(() => response.destroy(), 50);
      return;
    case 'html':
      response.writeHead(502, { 'content-type': 'text/html' }).end(`<html><h1>${said}</h1></html>`);
      return;
    case 'html 200':
      response.writeHead(200, { 'content-type': 'text/html' }).end(`${said}<html></html>`);
      return;
    case 'not ok':
      json(200, refusal);
      return;
    case 429:
      response.setHeader('retry-after', said.slice(0, 60).replace(/[^\x20-\x7e]/g, ''));
      json(429, { ...refusal, policyName: 'SECONDLY' });
      return;
    default:
      json(failing, refusal);
  }
}
