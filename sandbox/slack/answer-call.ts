/** Decides the answer to one Web API call: token, scope, failures asked for, limits, then the method itself. */
import { findByToken } from './create-workspace.ts';
import { tellApp } from './events/lose-access.ts';
import { type Failure, type FailureMode, type FailurePlan, troubleChannels } from './failures.ts';
import { type Answer, type Method, refuse } from './methods/method.ts';
import { methods } from './methods/table.ts';
import type { AuthorizationCodes } from './oauth/authorization-codes.ts';
import { exchangeCode, exchangeMethod } from './oauth/exchange-code.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Call, textArg } from './read-call.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { RequestLog } from './request-log.ts';
import type { SlackApp } from './slack-app.ts';
import { findChannel, type Workspace } from './workspace.ts';

export type CallContext = {
  app: SlackApp;
  /** The first of them; also of calls without a token that anybody knows. */
  workspace: Workspace;
  workspaces: Workspace[];
  codes: AuthorizationCodes;
  limits: RateLimits;
  failures: FailurePlan;
  log: RequestLog;
};

/** `arrivedMs`: monotonic. */
export function answerCall(call: Call, all: CallContext, arrivedMs: number): Reply {
  const context = { ...all, workspace: workspaceOf(call, all) };
  const { workspace, log } = context;
  const { status: before } = workspace.installation;
  const { reply, failure } = decideReply(call, context);
  const isRevoked = before === 'active' && workspace.installation.status === 'token_revoked';
  // An app that gives its token back is told so too, a moment later.
  if (isRevoked) setImmediate(() => tellApp(workspace, ['tokens_revoked'], context.app));
  const answeredMs = performance.now();
  log.record({
    at: workspace.now(),
    monotonicMs: answeredMs,
    durationMs: answeredMs - arrivedMs,
    method: call.method,
    channel: textArg(call.args, 'channel'),
    about: ['users', 'user', 'email'].map((name) => textArg(call.args, name)).find((text) => text !== null) ?? null,
    status: reply.kind === 'answer' ? reply.status : null,
    error: reply.kind === 'answer' ? reply.error : null,
    failure: failure?.mode ?? null,
  });
  return reply;
}

function workspaceOf({ token }: Call, { workspace, workspaces }: CallContext): Workspace {
  return (token === null ? null : findByToken(workspaces, token)) ?? workspace;
}

function decideReply(call: Call, context: CallContext): { reply: Reply; failure: Failure | null } {
  const { workspace, failures, limits } = context;
  const method = call.method === exchangeMethod ? exchangeCode(call, context) : methods[call.method];
  const answered = (answer: Answer, status = 200, headers: Record<string, string> = {}) => ({
    reply: jsonReply(status, answer, { ...scopeHeaders(workspace, method), ...headers }),
    failure: null,
  });
  if (!method) return answered(refuse('unknown_method', { req_method: call.method }));
  if (call.badJson) return answered(refuse('invalid_json'));
  const denied = checkToken(call, method, workspace);
  if (denied) return answered(denied);

  const channel = textArg(call.args, 'channel');
  const failure = failures.take(call.method, channel) ?? troubleOf(workspace, call.method, channel);
  if (failure && failure.mode !== 'slow') {
    if (isAfterCommit(failure)) method.run(workspace, call.args);
    return { reply: failedReply(failure.mode, failure), failure };
  }
  const posted = channel ? (findChannel(workspace, channel)?.id ?? channel) : '';
  const postChannel = call.method === 'chat.postMessage' ? posted : null;
  const waitSeconds = limits.refuse(workspace.team.id, call.method, method.tier, postChannel, performance.now());
  if (waitSeconds !== null) return answered(refuse('ratelimited'), 429, { 'retry-after': String(waitSeconds) });
  const late = failure ? { delayMs: failure.delayMs ?? defaultDelayMs } : {};
  return { reply: { ...answered(method.run(workspace, call.args)).reply, ...late }, failure };
}

const defaultDelayMs = 2_000;

function isAfterCommit({ mode }: Failure): boolean {
  return mode.endsWith('-after-commit') || mode === 'malformed';
}

function failedReply(mode: Exclude<FailureMode, 'slow'>, failure: Failure): Reply {
  const page = (status: number, body: string): Reply => ({
    kind: 'answer',
    status,
    error: null,
    headers: { 'content-type': 'text/html' },
    body,
  });
  switch (mode) {
    case 'error':
      return jsonReply(200, refuse(failure.error ?? 'internal_error'), {});
    case 'rate-limit':
      return jsonReply(429, refuse('ratelimited'), { 'retry-after': String(failure.retryAfterSeconds ?? 1) });
    case 'status':
    case 'status-after-commit':
      return page(failure.status ?? 500, '<html><body>Server Error</body></html>');
    case 'malformed':
      return page(200, '<html><body>Upstream said something odd');
    case 'reset-before':
    case 'reset-after-commit':
      return { kind: 'reset' };
    case 'timeout':
    case 'timeout-after-commit':
      return { kind: 'silence' };
  }
}

function troubleOf(workspace: Workspace, method: string, channel: string | null): Failure | null {
  if (method !== 'chat.postMessage' || !channel) return null;
  const trouble = findChannel(workspace, channel)?.trouble;
  return trouble ? (troubleChannels[trouble] ?? null) : null;
}

function checkToken(call: Call, method: Method, workspace: Workspace): Answer | null {
  const { token, status, scopes } = workspace.installation;
  if (method.needsNoToken) return null;
  if (!call.token) return refuse('not_authed');
  if (workspace.formerTokens.includes(call.token)) return refuse('token_revoked');
  if (call.token !== token || status === 'not installed') return refuse('invalid_auth');
  if (status !== 'active') return refuse(status);
  if (method.scopes.length > 0 && !method.scopes.some((scope) => scopes.includes(scope))) {
    return refuse('missing_scope', { needed: method.scopes.join(','), provided: scopes.join(',') });
  }
  return null;
}

function scopeHeaders(workspace: Workspace, method: Method | undefined): Record<string, string> {
  return {
    'x-oauth-scopes': workspace.installation.scopes.join(','),
    ...(method && method.scopes.length > 0 ? { 'x-accepted-oauth-scopes': method.scopes.join(',') } : {}),
  };
}
