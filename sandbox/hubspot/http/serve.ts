/** The HTTP face: reads the request, checks token, limit and scope in HubSpot's order, and turns refusals into answers. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { findRecord } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import type { Answer } from './answer.ts';
import { type Failure, type InjectedFailures, wellKnownFailure, wellKnownPrefixes } from './injected-failures.ts';
import { legacyPath } from './legacy-path.ts';
import type { RateLimits } from './rate-limits.ts';
import { Refusal } from './refusal.ts';
import type { RequestLog } from './request-log.ts';
import { createRouter, type Match, type Route, type SandboxRequest } from './router.ts';

export type ServeOptions = {
  portal: () => Portal;
  routes: () => Route[];
  limits: () => RateLimits;
  failures: InjectedFailures;
  log: RequestLog;
};

/** `routes` is asked again after a reset, since handlers belong to one portal. */
export function createSandboxServer(options: ServeOptions): { server: Server; rebuild(): void } {
  let route = createRouter(options.routes());
  const server = createServer((incoming, response) => {
    void serveOne(incoming, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!response.headersSent)
        send(response, { status: 500, body: { status: 'error', message: `The sandbox failed: ${message}` } });
    });
  });
  server.keepAliveTimeout = 30_000;

  async function serveOne(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const url = new URL(incoming.url ?? '/', 'http://sandbox');
    const method = incoming.method ?? 'GET';
    const path = legacyPath(url.pathname);
    const rawBody = await readBody(incoming);
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const match = route(method, path);
    const request: SandboxRequest = {
      method,
      path,
      query: url.searchParams,
      headers,
      rawBody,
      params: typeof match === 'string' ? {} : match.params,
    };
    if (path.startsWith('/sandbox/') && method === 'OPTIONS') {
      response.writeHead(204, preflight).end();
      return;
    }
    if (path.startsWith('/sandbox/')) {
      send(response, await answerFor(match, request), incoming);
      return;
    }
    const portal = options.portal();
    const failure = options.failures.take(method, path, rawBody) ?? failureOfContact(portal, path, rawBody);
    const finish = (status: number) =>
      options.log.add(
        {
          method,
          path,
          status,
          count: inputsIn(rawBody),
          at: portal.now(),
          monotonicMs: started,
          durationMs: performance.now() - started,
        },
        typeof match === 'string' ? path : match.route.path,
      );
    if (failure && (await failInstead(failure, response, finish))) return;

    const answer = await answerFor(match, request);
    finish(failure ? 0 : answer.status);
    if (failure?.mode === 'reset-after-commit') incoming.socket.resetAndDestroy();
    else if (failure?.mode !== 'timeout-after-commit') send(response, answer, incoming);
  }

  async function answerFor(match: Match | 'no path' | 'no method', request: SandboxRequest): Promise<Answer> {
    let limitHeaders: Record<string, string> = {};
    try {
      if (match === 'no path')
        return { status: 404, body: { status: 'error', message: 'resource not found', correlationId: randomUUID() } };
      if (match === 'no method')
        return {
          status: 405,
          body: { status: 'error', message: 'HTTP 405 Method Not Allowed', correlationId: randomUUID() },
        };
      const isControl = request.path.startsWith('/sandbox/');
      if (!isControl) {
        if (match.route.auth !== false) refuseBadToken(options.portal(), request.headers.authorization);
        const verdict = options.limits().count(match.route.limit ?? 'ten secondly');
        if (verdict && !verdict.allowed) return verdict.refusal;
        limitHeaders = verdict?.headers ?? {};
        refuseMissingScope(options.portal(), match.route.anyScope?.(match.params) ?? []);
      }
      const answer = await match.route.handle(request);
      return { ...answer, headers: { ...limitHeaders, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {
        status: error.status,
        body: { status: 'error', correlationId: randomUUID(), ...error.body },
        headers: limitHeaders,
      };
    }
  }

  return {
    server,
    rebuild() {
      route = createRouter(options.routes());
    },
  };
}

function refuseBadToken(portal: Portal, authorization: string | undefined): void {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  if (token === portal.settings.accessToken) return;
  throw new Refusal(401, {
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    category: 'INVALID_AUTHENTICATION',
  });
}

function refuseMissingScope(portal: Portal, anyOf: string[]): void {
  if (anyOf.length === 0 || anyOf.some((scope) => portal.switches.scopes.has(scope))) return;
  const message = 'One or more of the following scopes are required.';
  throw new Refusal(403, {
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    category: 'MISSING_SCOPES',
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    errors: [{ message, context: { requiredGranularScopes: anyOf } }],
  });
}

/** Answers a call with the failure that was asked for; false when the call is to be carried out first. */
async function failInstead(
  failure: Failure,
  response: ServerResponse,
  finish: (status: number) => void,
): Promise<boolean> {
  switch (failure.mode) {
    case 'reset-before':
      finish(0);
      response.socket?.resetAndDestroy();
      return true;
    case 'timeout':
      finish(0);
      return true;
    case 'empty-200':
      finish(200);
      send(response, {
        status: 200,
        body: {
          status: 'COMPLETE',
          results: [],
          startedAt: new Date().toISOString(),
          completedAt: new Date().toISOString(),
        },
      });
      return true;
    case 'malformed':
      finish(200);
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' }).end('{"status":"COMPLETE","resul');
      return true;
    case 'status':
      finish(failure.status);
      if (typeof failure.body === 'string') response.writeHead(failure.status, failure.headers).end(failure.body);
      else
        send(response, {
          status: failure.status,
          body: failure.body ?? { status: 'error', message: 'internal error', correlationId: randomUUID() },
          headers: failure.headers,
        });
      return true;
    default:
      return false;
  }
}

const preflight = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'content-type',
};

/** Looks for a contact with a well-known failing e-mail in the call: named in it, or addressed by id. */
function failureOfContact(portal: Portal, path: string, rawBody: string): Failure | null {
  if (!path.startsWith('/crm/v3/objects/contacts') || path.includes('/batch/read')) return null;
  const text = `${decodeURIComponent(path)} ${rawBody}`.toLowerCase();
  const named = wellKnownPrefixes.find((prefix) => text.includes(prefix));
  if (named) return wellKnownFailure(named);
  const ids = [...text.matchAll(/"id":\s*"(\d+)"/g), ...text.matchAll(/contacts\/(\d+)/g)].map(
    (match) => match[1] ?? '',
  );
  for (const id of ids) {
    const failure = wellKnownFailure(findRecord(portal, '0-1', id)?.values.email ?? '');
    if (failure) return failure;
  }
  return null;
}

function inputsIn(rawBody: string): number {
  if (!rawBody.includes('"inputs"')) return 1;
  try {
    const body = JSON.parse(rawBody) as { inputs?: unknown };
    return Array.isArray(body.inputs) ? body.inputs.length : 1;
  } catch {
    return 1;
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer, incoming?: IncomingMessage): void {
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
