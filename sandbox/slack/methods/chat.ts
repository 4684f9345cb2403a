/** chat.postMessage, chat.update, chat.delete, chat.getPermalink. */
import { describeMessage } from '../describe-message.ts';
import { addMessage, findMessage, removeMessage, reviseMessage } from '../messages.ts';
import { flagArg, textArg } from '../read-call.ts';
import type { Channel, Message, Workspace } from '../workspace.ts';
import { linksNames, readContent } from './message-content.ts';
import { type Method, refuse } from './method.ts';
import { channelToPostTo, threadToPostTo } from './place-to-post.ts';

const maxPostedText = 40_000;
const maxUpdatedText = 4000;

export const postMessage: Method = {
  tier: 'special',
  scopes: ['chat:write'],
  run(workspace, args) {
    const place = channelToPostTo(workspace, textArg(args, 'channel') ?? '');
    if ('error' in place) return refuse(place.error);
    const thread = threadToPostTo(workspace, place.channel, args);
    if ('ok' in thread) return thread;
    const content = readContent(args);
    if ('ok' in content) return content;
    const message = addMessage(workspace, {
      channel: place.channel.id,
      text: content.text.slice(0, maxPostedText),
      blocks: content.blocks ?? [],
      threadTs: thread.threadTs,
      broadcast: thread.threadTs !== null && flagArg(args, 'reply_broadcast'),
      metadata: args.metadata,
      linkNames: linksNames(args),
    });
    return { ok: true, channel: message.channel, ts: message.ts, message: describeMessage(workspace, message) };
  },
};

export const updateMessage: Method = {
  tier: 3,
  scopes: ['chat:write'],
  run(workspace, args) {
    const named = namedMessage(workspace, args, 'ts');
    if ('error' in named) return refuse(named.error);
    const { channel, message } = named;
    if (channel.archived) return refuse('is_inactive');
    if (!message) return refuse('message_not_found');
    const content = readContent(args);
    if ('ok' in content) return content;
    if (content.text.length > maxUpdatedText) return refuse('msg_too_long');
    // Left out, blocks stay as they were; an empty list removes them.
    reviseMessage(workspace, message, { ...content, linkNames: linksNames(args) });
    if (args.metadata !== undefined) message.metadata = args.metadata;
    const described = describeMessage(workspace, message);
    return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: described };
  },
};

/** All messages here are the app's own, so it may delete any of them. */
export const deleteMessage: Method = {
  tier: 3,
  scopes: ['chat:write'],
  run(workspace, args) {
    const named = namedMessage(workspace, args, 'ts');
    if ('error' in named) return refuse(named.error);
    const { channel, message } = named;
    if (!message) return refuse('message_not_found');
    removeMessage(workspace, message);
    return { ok: true, channel: channel.id, ts: message.ts };
  },
};

export const getPermalink: Method = {
  tier: 'special',
  scopes: [],
  run(workspace, args) {
    const named = namedMessage(workspace, args, 'message_ts');
    if ('error' in named) return refuse(named.error);
    const { channel, message } = named;
    if (!message) return refuse('message_not_found');
    const permalink = `${workspace.url}/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    return { ok: true, channel: channel.id, permalink };
  },
};

/** These methods take a channel by its id only, and no U… id. */
function namedMessage(
  workspace: Workspace,
  args: Record<string, unknown>,
  tsArg: string,
): { channel: Channel; message: Message | undefined } | { error: string } {
  const channel = workspace.channels.find(({ id }) => id === textArg(args, 'channel'));
  if (!channel) return { error: 'channel_not_found' };
  return { channel, message: findMessage(workspace, channel.id, textArg(args, tsArg)) };
}
