/** chat.postMessage, chat.update, chat.getPermalink. */
import { findLiveMarkup } from '../live-markup.ts';
import { flagArg, textArg } from '../read-call.ts';
import { validateBlocks } from '../validate-blocks.ts';
import {
  type Block,
  type Channel,
  findChannel,
  findUser,
  isBotMember,
  type Message,
  openDirectMessage,
  type Workspace,
} from '../workspace.ts';
import { type Answer, type Method, refuse } from './method.ts';

const maxPostedText = 40_000;
const maxUpdatedText = 4000;

export const postMessage: Method = {
  tier: 'special',
  scopes: ['chat:write'],
  run(workspace, args) {
    const place = channelToPostTo(workspace, textArg(args, 'channel') ?? '');
    if ('error' in place) return refuse(place.error);
    const content = readContent(args);
    if ('ok' in content) return content;
    const text = content.text.slice(0, maxPostedText);
    const message: Message = {
      channel: place.channel.id,
      ts: workspace.nextTs(),
      threadTs: textArg(args, 'thread_ts'),
      text,
      blocks: content.blocks ?? [],
      metadata: args.metadata ?? null,
      at: workspace.now(),
      monotonicMs: performance.now(),
      edits: [],
      live: findLiveMarkup(text, content.blocks ?? [], { linkNames: linksNames(args) }),
      warnings: text === '' ? ['blocks without a fallback text: notifications and screen readers say nothing'] : [],
    };
    workspace.messages.push(message);
    workspace.journal.record({ kind: 'message posted', channel: message.channel, ts: message.ts });
    return { ok: true, channel: message.channel, ts: message.ts, message: describeMessage(workspace, message) };
  },
};

export const updateMessage: Method = {
  tier: 3,
  scopes: ['chat:write'],
  run(workspace, args) {
    const channel = workspace.channels.find(({ id }) => id === textArg(args, 'channel'));
    if (!channel) return refuse('channel_not_found');
    if (channel.archived) return refuse('is_inactive');
    const ts = textArg(args, 'ts');
    const message = workspace.messages.find((each) => each.channel === channel.id && each.ts === ts);
    if (!message) return refuse('message_not_found');
    const content = readContent(args);
    if ('ok' in content) return content;
    if (content.text.length > maxUpdatedText) return refuse('msg_too_long');
    message.edits.push({
      at: workspace.now(),
      monotonicMs: performance.now(),
      text: message.text,
      blocks: message.blocks,
    });
    message.text = content.text;
    // Left out, blocks stay as they were; an empty list removes them.
    if (content.blocks) message.blocks = content.blocks;
    if (args.metadata !== undefined) message.metadata = args.metadata;
    message.live = findLiveMarkup(message.text, message.blocks, { linkNames: linksNames(args) });
    workspace.journal.record({ kind: 'message updated', channel: channel.id, ts: message.ts });
    const described = describeMessage(workspace, message);
    return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: described };
  },
};

export const getPermalink: Method = {
  tier: 'special',
  scopes: [],
  run(workspace, args) {
    const channel = workspace.channels.find(({ id }) => id === textArg(args, 'channel'));
    if (!channel) return refuse('channel_not_found');
    const ts = textArg(args, 'message_ts');
    const message = workspace.messages.find((each) => each.channel === channel.id && each.ts === ts);
    if (!message) return refuse('message_not_found');
    const permalink = `${workspace.url}/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    return { ok: true, channel: channel.id, permalink };
  },
};

/** A private channel without the bot answers exactly like a wrong id. */
function channelToPostTo(workspace: Workspace, nameOrId: string): { channel: Channel } | { error: string } {
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

function readContent(args: Record<string, unknown>): { text: string; blocks: Block[] | null } | Answer {
  const text = textArg(args, 'text') ?? textArg(args, 'markdown_text') ?? '';
  if (args.markdown_text !== undefined && (args.text !== undefined || args.blocks !== undefined)) {
    return refuse('markdown_text_conflict');
  }
  if (args.blocks === undefined || args.blocks === '') {
    return text === '' && args.attachments === undefined ? refuse('no_text') : { text, blocks: null };
  }
  const verdict = validateBlocks(args.blocks);
  if (!verdict.ok) {
    return refuse(verdict.error, { errors: verdict.messages, response_metadata: { messages: verdict.messages } });
  }
  const blocks = args.blocks as Block[];
  if (blocks.length === 0 && text === '') return refuse('no_text');
  return { text, blocks: blocks.map((block, index) => ({ block_id: `b${index}`, ...block })) };
}

function linksNames(args: Record<string, unknown>): boolean {
  return flagArg(args, 'link_names') || args.parse === 'full';
}

export function describeMessage(workspace: Workspace, message: Message): Record<string, unknown> {
  return {
    type: 'message',
    user: workspace.app.botUserId,
    bot_id: workspace.app.botId,
    app_id: workspace.app.id,
    team: workspace.team.id,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
  };
}
