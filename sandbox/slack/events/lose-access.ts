/** How an app loses a workspace: somebody removes it, or its tokens are revoked. The app is told, in no promised order. */
import type { SlackApp } from '../slack-app.ts';
import type { Workspace } from '../workspace.ts';
import { type EventOptions, type SentEvent, type SlackEvent, sendEvent } from './send-event.ts';

export type LossEvent = 'tokens_revoked' | 'app_uninstalled';

/** The token stops working at once; the events follow. Nothing is sent where no events URL is set. */
export async function loseAccess(
  workspace: Workspace,
  events: readonly LossEvent[],
  app: Pick<SlackApp, 'eventsUrl' | 'signingSecret'>,
  options: EventOptions = {},
): Promise<SentEvent[]> {
  const { installation, journal } = workspace;
  const isRemoved = events.includes('app_uninstalled');
  if (installation.status === 'active') installation.status = isRemoved ? 'account_inactive' : 'token_revoked';
  journal.record({ kind: isRemoved ? 'app uninstalled' : 'token revoked' });
  return tellApp(workspace, events, app, options);
}

/** The events alone, as a test repeats, forges or delays them: nothing happens to the token. */
export async function tellApp(
  workspace: Workspace,
  events: readonly LossEvent[],
  { eventsUrl, signingSecret }: Pick<SlackApp, 'eventsUrl' | 'signingSecret'>,
  options: EventOptions = {},
): Promise<SentEvent[]> {
  if (eventsUrl === null) return [];
  const sent: SentEvent[] = [];
  for (const type of events) {
    sent.push(await sendEvent(workspace, describe(workspace, type), { eventsUrl, signingSecret }, options));
  }
  return sent;
}

function describe({ app }: Workspace, type: LossEvent): SlackEvent {
  return type === 'app_uninstalled' ? { type } : { type, tokens: { oauth: [], bot: [app.botUserId] } };
}
