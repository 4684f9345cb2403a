/** Starts the local Slack: one HTTP server with the Web API under /api/ and the controls under /sandbox/. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCall } from './answer-call.ts';
import { answerControl, type Control } from './control-routes.ts';
import { createWorkspace } from './create-workspace.ts';
import { createFailurePlan } from './failures.ts';
import { answerAuthorize } from './oauth/authorize.ts';
import { createRateLimits } from './rate-limits.ts';
import { readBody, readCall } from './read-call.ts';
import { jsonReply, type Reply, sendReply } from './reply.ts';
import { createRequestLog } from './request-log.ts';
import { answerResponseUrl } from './response-url.ts';
import { botUser, europeBot, type Seed, seedAcme, seedAcmeEurope } from './seed.ts';
import { createSlackApp, type SlackApp } from './slack-app.ts';
import { defaultScopes, type Workspace } from './workspace.ts';

/** Where the app is called may be set later with POST /sandbox/settings. */
export type SlackSandboxOptions = Partial<Omit<SlackApp, 'id'>> & {
  port?: number;
  host?: string;
  clock?: { now(): number };
  token?: string;
  seed?: Seed;
  scopes?: string[];
  rateLimits?: boolean;
};

export type SlackSandbox = {
  /** Without a trailing slash. */
  url: string;
  /** What the official client takes as `slackApiUrl`. */
  apiUrl: string;
  token: string;
  /** Acme: the app is installed there from the start. */
  workspace: Workspace;
  control: Control;
  close(): Promise<void>;
};

export { defaultSigningSecret } from './slack-app.ts';

export const defaultToken = 'xoxb-sandbox-acme';

export async function startSlackSandbox(options: SlackSandboxOptions = {}): Promise<SlackSandbox> {
  const control = createControl(options);
  const { workspace } = control;
  const server = createServer((request, response) => {
    answer(request, control).then(
      (reply) => sendReply(reply, response),
      (error: unknown) => {
        // A caller that hung up is its own business; anything else is a mistake of ours and has to be seen.
        if (request.destroyed && !request.complete) return;
        sendReply(jsonReply(500, { ok: false, error: 'sandbox_error', message: String(error) }), response);
      },
    );
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  for (const one of control.workspaces) one.url = `http://${address}:${port}`;
  return {
    url: workspace.url,
    apiUrl: `${workspace.url}/api/`,
    token: workspace.installation.token,
    workspace,
    control,
    async close() {
      for (const { journal } of control.workspaces) journal.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function createControl(options: SlackSandboxOptions): Control {
  const clock = options.clock ?? { now: Date.now };
  const now = () => clock.now();
  const app = createSlackApp(options);
  const { signingSecret } = app;
  const workspace = createWorkspace({
    team: { id: 'T0ACME001', name: 'Acme', domain: 'acme' },
    app: { id: app.id, botId: 'B0ZO00001', botUserId: botUser.id },
    installation: {
      token: options.token ?? defaultToken,
      signingSecret,
      scopes: [...(options.scopes ?? defaultScopes)],
      status: 'active',
    },
    seed: options.seed ?? seedAcme(),
    now,
  });
  const europe = createWorkspace({
    team: { id: 'T1ACMEEU1', name: 'Acme Europe', domain: 'acme-europe' },
    app: { id: app.id, botId: 'B1ZO00001', botUserId: europeBot.id },
    installation: { token: '', signingSecret, scopes: [], status: 'not installed' },
    seed: seedAcmeEurope(),
    now,
  });
  return {
    app,
    workspace,
    workspaces: [workspace, europe],
    codes: new Map(),
    limits: createRateLimits(options.rateLimits ?? true),
    failures: createFailurePlan(),
    log: createRequestLog(),
    responseUrls: new Map(),
  };
}

async function answer(request: IncomingMessage, control: Control): Promise<Reply> {
  const arrivedMs = performance.now();
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const body = await readBody(request);
  const [, first, second = '', third = '', fourth = ''] = url.pathname.split('/');
  if (first === 'api') return answerCall(readCall(second, url.searchParams, request.headers, body), control, arrivedMs);
  if (first === 'archives') return showMessage(second, third, control.workspaces);
  if (url.pathname === '/oauth/v2/authorize') {
    return answerAuthorize({ method: request.method ?? '', query: url.searchParams, body }, control);
  }
  const parsed = parseObject(body);
  if (parsed === null) return jsonReply(400, { error: 'the body must be a JSON object' });
  if (first === 'actions') {
    const theirs = control.workspaces.find(({ team }) => team.id === second) ?? control.workspace;
    const { status, text } = answerResponseUrl(theirs, control.responseUrls.get(fourth), parsed);
    return { kind: 'answer', status, error: null, headers: { 'content-type': 'text/plain' }, body: text };
  }
  const route = `${request.method} ${url.pathname}`;
  const reply = await answerControl(route, url.searchParams, parsed, control);
  return reply ?? jsonReply(404, { error: `there is no ${route} here` });
}

/** Where a permalink leads: the message, as data. */
function showMessage(channel: string, link: string, workspaces: readonly Workspace[]): Reply {
  const messages = workspaces.flatMap((workspace) => workspace.messages);
  const message = messages.find((each) => each.channel === channel && `p${each.ts.replace('.', '')}` === link);
  return message ? jsonReply(200, message) : jsonReply(404, { error: 'there is no such message' });
}

function parseObject(text: string): Record<string, unknown> | null {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
