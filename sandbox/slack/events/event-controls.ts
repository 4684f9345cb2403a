/** `/sandbox/events`, `/sandbox/uninstall` and `/sandbox/revoke`: what happens to the app in a workspace. */
import { jsonReply, type Reply } from '../reply.ts';
import type { SlackApp } from '../slack-app.ts';
import type { Workspace } from '../workspace.ts';
import { type LossEvent, loseAccess, tellApp } from './lose-access.ts';
import type { EventOptions } from './send-event.ts';

type Asked = EventOptions & { events?: LossEvent[] };

export async function removeApp(workspace: Workspace, app: SlackApp, asked: Asked): Promise<Reply> {
  const { events = ['app_uninstalled', 'tokens_revoked'], ...options } = asked;
  return jsonReply(200, { sent: await loseAccess(workspace, events, app, options) });
}

export async function revokeToken(workspace: Workspace, app: SlackApp, asked: Asked): Promise<Reply> {
  const { events = ['tokens_revoked'], ...options } = asked;
  return jsonReply(200, { sent: await loseAccess(workspace, events, app, options) });
}

export async function sendEvents(workspace: Workspace, app: SlackApp, asked: Asked): Promise<Reply> {
  if (app.eventsUrl === null) return jsonReply(409, { error: 'set eventsUrl first (POST /sandbox/settings)' });
  const { events = [], ...options } = asked;
  return jsonReply(200, { sent: await tellApp(workspace, events, app, options) });
}
