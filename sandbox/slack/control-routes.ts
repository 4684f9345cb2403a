/** `/sandbox/…`: what tests and the demo page use to look inside, cause failures and click buttons. */
import type { CallContext } from './answer-call.ts';
import { readFailureRule } from './failures.ts';
import { type Click, type ResponseUrl, sendClick } from './interaction.ts';
import { jsonReply, type Reply } from './reply.ts';
import { user as newUser } from './seed.ts';
import { showText } from './shown-text.ts';
import type { Channel, Installation, User, Workspace } from './workspace.ts';

export type Control = CallContext & {
  interactivityUrl: string | null;
  responseUrls: Map<string, ResponseUrl>;
};

const longestWaitMs = 25_000;

/** Null when there is no such route. */
export async function answerControl(
  route: string,
  query: URLSearchParams,
  body: Record<string, unknown>,
  control: Control,
): Promise<Reply | null> {
  const { workspace } = control;
  switch (route) {
    case 'GET /sandbox/state':
      return jsonReply(200, readState(control));
    case 'GET /sandbox/changes': {
      const waitMs = Math.min(Number(query.get('waitMs') ?? longestWaitMs), longestWaitMs);
      const changes = await workspace.journal.after(Number(query.get('after') ?? 0), waitMs);
      return jsonReply(200, { version: workspace.journal.version(), changes });
    }
    case 'GET /sandbox/requests':
      return jsonReply(200, { counts: control.log.counts(), requests: control.log.entries() });
    case 'POST /sandbox/failures': {
      const rule = readFailureRule(body);
      if (typeof rule === 'string') return jsonReply(400, { error: rule });
      control.failures.rules.push(rule);
      return jsonReply(200, { failures: control.failures.rules });
    }
    case 'DELETE /sandbox/failures':
      control.failures.rules = [];
      return jsonReply(200, { failures: [] });
    case 'POST /sandbox/settings':
      changeSettings(control, body);
      return jsonReply(200, { interactivityUrl: control.interactivityUrl, rateLimits: control.limits.enabled });
    case 'POST /sandbox/click': {
      const { interactivityUrl } = control;
      if (!interactivityUrl) return jsonReply(409, { error: 'set interactivityUrl first (POST /sandbox/settings)' });
      const result = await sendClick(workspace, body as Click, interactivityUrl, control.responseUrls);
      return typeof result === 'string' ? jsonReply(404, { error: result }) : jsonReply(200, result);
    }
    case 'POST /sandbox/users':
      return jsonReply(200, addUser(workspace, body));
    case 'POST /sandbox/channels':
      return jsonReply(200, addChannel(workspace, body));
    default:
      return null;
  }
}

export function readState({ workspace, log, failures, limits }: Control): Record<string, unknown> {
  const { team, app, users, channels, messages, installation, journal } = workspace;
  return {
    version: journal.version(),
    now: workspace.now(),
    monotonicMs: performance.now(),
    team,
    app,
    installation: { scopes: installation.scopes, status: installation.status },
    users,
    channels,
    messages: messages.map((message) => ({ ...message, shown: showText(workspace, message.text) })),
    requestCounts: log.counts(),
    failures: failures.rules,
    rateLimits: limits.enabled,
  };
}

/** Only what is named changes: interactivityUrl, rateLimits, scopes, tokenStatus. */
function changeSettings(control: Control, body: Record<string, unknown>): void {
  const { installation } = control.workspace;
  if (typeof body.interactivityUrl === 'string') control.interactivityUrl = body.interactivityUrl;
  if (typeof body.rateLimits === 'boolean') control.limits.enabled = body.rateLimits;
  if (Array.isArray(body.scopes)) installation.scopes = body.scopes.map(String);
  if (typeof body.tokenStatus === 'string') installation.status = body.tokenStatus as Installation['status'];
}

/** Adds a user, or changes the one with the same name. */
export function addUser(workspace: Workspace, changes: Partial<User>): User {
  const existing = workspace.users.find(({ name }) => name === changes.name);
  const user = existing ?? newUser(changes.name ?? 'someone', `U${makeId(workspace.users.length)}`);
  Object.assign(user, changes);
  if (!existing) workspace.users.push(user);
  workspace.journal.record({ kind: 'user changed', user: user.id });
  return user;
}

/** Adds a channel with the bot in it, or changes the one with the same name; `members` replaces the members. */
export function addChannel(workspace: Workspace, changes: Partial<Channel>): Channel {
  const name = (changes.name ?? 'channel').replace(/^#/, '');
  const existing = workspace.channels.find((channel) => channel.kind !== 'im' && channel.name === name);
  const channel: Channel = existing ?? {
    id: `C${makeId(workspace.channels.length)}`,
    name,
    kind: 'public',
    archived: false,
    members: [workspace.app.botUserId],
    trouble: null,
  };
  Object.assign(channel, changes, { name });
  if (!existing) workspace.channels.push(channel);
  workspace.journal.record({ kind: 'channel changed', channel: channel.id });
  return channel;
}

function makeId(index: number): string {
  return `0X${index.toString(36).toUpperCase().padStart(6, '0')}`;
}
