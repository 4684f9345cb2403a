/** `/sandbox/…`: what tests and the demo page use to look inside, cause failures and do what people do. */
import type { CallContext } from './answer-call.ts';
import { removeApp, revokeToken, sendEvents } from './events/event-controls.ts';
import { verifyEventsUrl } from './events/send-event.ts';
import { readFailureRule } from './failures.ts';
import { type Click, type ResponseUrl, sendClick } from './interaction.ts';
import { findSeen, removeMessage } from './messages.ts';
import { type Decision, visitAuthorize } from './oauth/authorize.ts';
import { addChannel, addUser, removeChannel } from './people-and-channels.ts';
import { readState } from './read-state.ts';
import { jsonReply, type Reply } from './reply.ts';
import { type Closing, closeView, type Submission, submitView } from './view-interaction.ts';
import type { Installation } from './workspace.ts';

export type Control = CallContext & {
  responseUrls: Map<string, ResponseUrl>;
};

const longestWaitMs = 25_000;

/** Null when there is no such route. `team`, in the query or the body, names another workspace than the first. */
export async function answerControl(
  route: string,
  query: URLSearchParams,
  { team, ...body }: Record<string, unknown>,
  everywhere: Control,
): Promise<Reply | null> {
  const { app, workspaces } = everywhere;
  if (route === 'POST /sandbox/authorize') {
    return doneOrNot(visitAuthorize(String(body.url), { ...body, team } as Decision, everywhere));
  }
  const asked = team ?? query.get('team') ?? everywhere.workspace.team.id;
  const workspace = workspaces.find((one) => one.team.id === asked);
  if (workspace === undefined) return jsonReply(404, { error: `there is no workspace ${asked}` });
  const control = { ...everywhere, workspace };
  switch (route) {
    case 'GET /sandbox/state':
      return jsonReply(200, readState(control));
    case 'GET /sandbox/changes': {
      const waitMs = Math.min(Number(query.get('waitMs') ?? longestWaitMs), longestWaitMs);
      const changes = await workspace.journal.after(Number(query.get('after') ?? 0), waitMs);
      return jsonReply(200, { version: workspace.journal.version(), changes });
    }
    case 'GET /sandbox/requests':
      // `timeOrigin`: what `monotonicMs` counts from, in milliseconds since the epoch.
      return jsonReply(200, {
        counts: control.log.counts(),
        timeOrigin: performance.timeOrigin,
        requests: control.log.entries(),
      });
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
      return changeSettings(control, body);
    case 'POST /sandbox/click':
      return interact(control, (url) => sendClick(workspace, body as Click, url, control.responseUrls));
    case 'POST /sandbox/submit-view':
      return interact(control, (url) => submitView(workspace, body as Submission, url));
    case 'POST /sandbox/close-view':
      return doneOrNot(await closeView(workspace, body as Closing, app.interactivityUrl));
    case 'DELETE /sandbox/messages':
      return doneOrNot(deleteSeen(control, body));
    case 'POST /sandbox/users':
      return jsonReply(200, addUser(workspace, body));
    case 'POST /sandbox/channels':
      return jsonReply(200, addChannel(workspace, body));
    case 'DELETE /sandbox/channels':
      return doneOrNot(removeChannel(workspace, String(body.channel)) ?? 'there is no such channel');
    case 'POST /sandbox/uninstall':
      return removeApp(workspace, app, body);
    case 'POST /sandbox/revoke':
      return revokeToken(workspace, app, body);
    case 'POST /sandbox/events':
      return sendEvents(workspace, app, body);
    default:
      return null;
  }
}

/** Something a person does that the app is told of. */
async function interact(
  { app: { interactivityUrl } }: Control,
  act: (interactivityUrl: string) => Promise<object | string>,
): Promise<Reply> {
  if (!interactivityUrl) return jsonReply(409, { error: 'set interactivityUrl first (POST /sandbox/settings)' });
  return doneOrNot(await act(interactivityUrl));
}

/** A sentence says that there is nothing to do it to. */
function doneOrNot(result: object | string): Reply {
  return typeof result === 'string' ? jsonReply(404, { error: result }) : jsonReply(200, result);
}

/** A person takes a message away, as an admin may; `user`: something that only that person sees, as "Dismiss message" does. */
function deleteSeen({ workspace }: Control, body: Record<string, unknown>): object | string {
  const message = findSeen(workspace, String(body.channel), String(body.ts), String(body.user ?? ''));
  if (!message) return 'there is no such message';
  removeMessage(workspace, message);
  return { channel: message.channel, ts: message.ts };
}

/**
 * Only what is named changes: interactivityUrl, redirectUrls, eventsUrl (asked for its challenge first, as Slack does),
 * rateLimits; scopes, tokenStatus of the workspace.
 */
async function changeSettings({ app, limits, workspace }: Control, body: Record<string, unknown>): Promise<Reply> {
  const { installation } = workspace;
  if (typeof body.eventsUrl === 'string') {
    const problem = await verifyEventsUrl(body.eventsUrl, app.signingSecret, workspace.now());
    if (problem !== null) return jsonReply(409, { error: `the events URL was not verified: ${problem}` });
    app.eventsUrl = body.eventsUrl;
  }
  if (typeof body.interactivityUrl === 'string') app.interactivityUrl = body.interactivityUrl;
  if (Array.isArray(body.redirectUrls)) app.redirectUrls = body.redirectUrls.map(String);
  if (typeof body.rateLimits === 'boolean') limits.enabled = body.rateLimits;
  if (Array.isArray(body.scopes)) installation.scopes = body.scopes.map(String);
  if (typeof body.tokenStatus === 'string') installation.status = body.tokenStatus as Installation['status'];
  const { interactivityUrl, eventsUrl, redirectUrls } = app;
  return jsonReply(200, { interactivityUrl, eventsUrl, redirectUrls, rateLimits: limits.enabled });
}
