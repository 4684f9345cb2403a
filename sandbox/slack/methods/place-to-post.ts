/** Where a call may post: the channel, and the thread in it. */
import { findMessage } from '../messages.ts';
import { textArg } from '../read-call.ts';
import { type Channel, findChannel, findUser, isBotMember, openDirectMessage, type Workspace } from '../workspace.ts';
import { type Answer, refuse } from './method.ts';

/** A private channel without the bot answers exactly like a wrong id. */
export function channelToPostTo(workspace: Workspace, nameOrId: string): { channel: Channel } | { error: string } {
  if (nameOrId.startsWith('U')) {
    const user = findUser(workspace, nameOrId);
    if (!user || user.deleted) return { error: 'channel_not_found' };
    if (user.isBot) return { error: 'cannot_dm_bot' };
    if (!user.messagesTab) return { error: 'messages_tab_disabled' };
    return { channel: openDirectMessage(workspace, user).channel };
  }
  const channel = findChannel(workspace, nameOrId);
  if (!channel) return { error: 'channel_not_found' };
  const member = isBotMember(workspace, channel);
  if (channel.kind === 'private' && !member) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  if (!member && !workspace.installation.scopes.includes('chat:write.public')) return { error: 'not_in_channel' };
  const partner =
    channel.kind === 'im' && workspace.users.find(({ id, isBot }) => !isBot && channel.members.includes(id));
  if (partner && !partner.messagesTab) return { error: 'messages_tab_disabled' };
  return { channel };
}

/**
 * The first message of the thread that `thread_ts` names, also by one of its replies. One that nobody knows is no error
 * (python-slack-events-api issue 87): the message stands in the channel itself, and the answer has no `thread_ts`. A thread
 * whose first message was deleted takes replies while it has any.
 */
export function threadToPostTo(
  workspace: Workspace,
  channel: Channel,
  args: Record<string, unknown>,
): { threadTs: string | null } | Answer {
  if (args.thread_ts === undefined) return { threadTs: null };
  const wanted = textArg(args, 'thread_ts') ?? '';
  if (!/^\d+\.\d{6}$/.test(wanted)) {
    const messages = [`[ERROR] ${wanted} is not a valid thread_ts`];
    return refuse('invalid_thread_ts', { response_metadata: { messages } });
  }
  const named = findMessage(workspace, channel.id, wanted);
  if (named) return { threadTs: named.threadTs ?? named.ts };
  const isAnswered = workspace.messages.some((each) => each.channel === channel.id && each.threadTs === wanted);
  return { threadTs: isAnswered ? wanted : null };
}
