/** The HTTP face: reads the request, checks token, limit and scope in HubSpot's order, and turns refusals into answers. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Accounts } from '../portal/accounts.ts';
import type { Answer } from './answer.ts';
import { type Caller, refuseBadToken, refuseMissingScope } from './caller.ts';
import { failInstead, failureOfContact } from './fail-instead.ts';
import type { InjectedFailures } from './injected-failures.ts';
import { legacyPath } from './legacy-path.ts';
import { Refusal } from './refusal.ts';
import { createRouter, type Route, type Routed, type SandboxRequest } from './router.ts';
import { send } from './send.ts';

export type ServeOptions = {
  accounts: Accounts;
  /** Routes that belong to no account; they win over those of an account. */
  commonRoutes: Route[];
  /** By the bearer token. */
  callerOf(authorization: string | undefined): Caller;
  failures: InjectedFailures;
};

type Arrived = {
  incoming: IncomingMessage;
  response: ServerResponse;
  request: SandboxRequest;
  /** As it was called, dated or not. */
  calledPath: string;
};

export function createSandboxServer({ accounts, commonRoutes, callerOf, failures }: ServeOptions): Server {
  const commonRoute = createRouter(commonRoutes);
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
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const request: SandboxRequest = {
      method,
      path: legacyPath(url.pathname),
      query: url.searchParams,
      headers,
      rawBody: await readBody(incoming),
      params: {},
    };
    const arrived = { incoming, response, request, calledPath: url.pathname };
    if (!request.path.startsWith('/sandbox/')) await serveCall(arrived, callerOf(headers.authorization), started);
    else if (method === 'OPTIONS') response.writeHead(204, preflight).end();
    else send(response, await answerTo(() => control(request)), incoming);
  }

  /** A control is about the account its query names, or the first. */
  async function control(request: SandboxRequest): Promise<Answer> {
    const common = commonRoute(request.method, request.path);
    const routed = common === 'no path' ? accounts.named(request.query.get('portal')).route : null;
    return handle(routed ? routed(request.method, request.path) : common, request);
  }

  /** A call whose token is not known counts as one to the first account. */
  async function serveCall(arrived: Arrived, caller: Caller, started: number): Promise<void> {
    const { incoming, response, request, calledPath } = arrived;
    const { method, path, rawBody } = request;
    const account = caller.kind === 'unknown' ? accounts.first() : caller.account;
    const common = commonRoute(method, path);
    const routed = common === 'no path' ? account.route(method, path) : common;
    const failure =
      failures.take(method, [path, calledPath], rawBody, account.portal.settings.portalId) ??
      failureOfContact(account.portal, path, rawBody);
    const finish = (status: number) =>
      account.log.add(
        {
          method,
          path,
          status,
          ...inputsIn(rawBody),
          at: account.portal.now(),
          monotonicMs: started,
          durationMs: performance.now() - started,
        },
        typeof routed === 'string' ? path : routed.route.path,
      );
    if (failure && (await failInstead(failure, response, finish))) return;

    let limitHeaders: Record<string, string> = {};
    const answer = await answerTo(async () => {
      if (typeof routed !== 'string') {
        if (routed.route.auth !== false) refuseBadToken(caller);
        const verdict = account.limits.count(routed.route.limit ?? 'ten secondly');
        if (verdict && !verdict.allowed) return verdict.refusal;
        limitHeaders = verdict?.headers ?? {};
        refuseMissingScope(caller, routed.route.anyScope?.(routed.params) ?? []);
      }
      return handle(routed, request);
    });
    const isCut = failure !== null && failure.mode !== 'slow' && failure.mode !== 'slow-after-commit';
    finish(isCut ? 0 : answer.status);
    if (failure?.mode === 'slow-after-commit') await wait(failure.delayMs);
    if (failure?.mode === 'reset-after-commit') incoming.socket.resetAndDestroy();
    else if (failure?.mode !== 'timeout-after-commit')
      send(response, { ...answer, headers: { ...limitHeaders, ...answer.headers } }, incoming);
  }

  return server;
}

async function handle(routed: Routed, request: SandboxRequest): Promise<Answer> {
  if (routed === 'no path') throw new Refusal(404, { message: 'resource not found' });
  if (routed === 'no method') throw new Refusal(405, { message: 'HTTP 405 Method Not Allowed' });
  return routed.route.handle({ ...request, params: routed.params });
}

async function answerTo(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: { status: 'error', correlationId: randomUUID(), ...error.body } };
  }
}

const preflight = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'content-type',
};

function inputsIn(rawBody: string): { count: number; ids: string[] } {
  const one = { count: 1, ids: [] };
  if (!rawBody.includes('"inputs"')) return one;
  try {
    const { inputs } = JSON.parse(rawBody) as { inputs?: unknown };
    if (!Array.isArray(inputs)) return one;
    const ids = inputs.flatMap((input: { id?: unknown } | null) => (typeof input?.id === 'string' ? [input.id] : []));
    return { count: inputs.length, ids };
  } catch {
    return one;
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
