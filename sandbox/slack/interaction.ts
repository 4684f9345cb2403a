/** A person presses a button, or chooses from a select or a menu, in a message. */
import { randomBytes } from 'node:crypto';
import { type Actionable, describeAction, findActionable, valuesOf } from './actionable.ts';
import { describeMessage } from './describe-message.ts';
import { findSeen } from './messages.ts';
import { type Delivery, describeActorWithTrigger, type Spoilt, sendInteraction } from './send-interaction.ts';
import { findUser, type Message, type Workspace } from './workspace.ts';

export type Click = Spoilt & {
  channel: string;
  ts: string;
  actionId: string;
  /** Where the action id stands in several blocks. */
  blockId?: string;
  /** The value of what is chosen from a select or a menu. */
  option?: string;
  /** User id of who clicks. */
  user: string;
};

export type ClickResult = Delivery & { repeated?: Delivery };

export type ResponseUrl = { channel: string; ts: string; user: string; usesLeft: number; validUntil: number };

const responseUrlUses = 5;
const responseUrlMs = 30 * 60_000;

/** A sentence when there is nothing to click; otherwise what the app answered. */
export async function sendClick(
  workspace: Workspace,
  click: Click,
  interactivityUrl: string,
  responseUrls: Map<string, ResponseUrl>,
): Promise<ClickResult | string> {
  const { channel, ts, actionId, user } = click;
  if (findUser(workspace, user)?.deleted !== false) return `there is no active user ${user}`;
  const message = findSeen(workspace, channel, ts, user);
  if (!message) return 'there is no such message';
  const actionable = findActionable(message.blocks, actionId, click.blockId);
  if (!actionable) return `the message has no button ${actionId}`;
  const action = describeAction(actionable, click.option);
  if (typeof action === 'string') return action;
  const payload = {
    ...payloadOf(workspace, message, actionable, click),
    response_url: makeResponseUrl(workspace, click, responseUrls),
    actions: [{ ...action, action_ts: (workspace.now() / 1000).toFixed(6) }],
  };
  workspace.journal.record({ kind: 'button clicked', channel, ts, actionId });
  const { delivery, repeated } = await sendInteraction(workspace, payload, interactivityUrl, click);
  return repeated ? { ...delivery, repeated } : delivery;
}

function makeResponseUrl(
  workspace: Workspace,
  { channel, ts, user }: Click,
  responseUrls: Map<string, ResponseUrl>,
): string {
  const secret = randomBytes(12).toString('hex');
  const validUntil = workspace.now() + responseUrlMs;
  responseUrls.set(secret, { channel, ts, user, usesLeft: responseUrlUses, validUntil });
  return `${workspace.url}/actions/${workspace.team.id}/1/${secret}`;
}

function payloadOf(
  workspace: Workspace,
  message: Message,
  actionable: Actionable,
  { user, option }: Click,
): Record<string, unknown> {
  const channel = workspace.channels.find(({ id }) => id === message.channel);
  const isEphemeral = !workspace.messages.includes(message);
  return {
    type: 'block_actions',
    ...describeActorWithTrigger(workspace, user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: { id: message.channel, name: channel?.kind === 'im' ? 'directmessage' : channel?.name },
    // Slack sends nothing of a message that only one person sees.
    ...(isEphemeral ? {} : { message: describeMessage(workspace, message) }),
    state: { values: valuesOf(message.blocks, actionable, option) },
  };
}
