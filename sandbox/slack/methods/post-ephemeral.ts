/** chat.postEphemeral: something that one person sees, in a conversation that the app and that person are in. */
import { addEphemeral } from '../messages.ts';
import { textArg } from '../read-call.ts';
import { isBotMember } from '../workspace.ts';
import { linksNames, readContent } from './message-content.ts';
import { type Method, refuse } from './method.ts';
import { channelToPostTo, threadToPostTo } from './place-to-post.ts';

export const postEphemeral: Method = {
  tier: 4,
  scopes: ['chat:write'],
  run(workspace, args) {
    const place = channelToPostTo(workspace, textArg(args, 'channel') ?? '');
    if ('error' in place) return refuse(place.error);
    const { channel } = place;
    if (!isBotMember(workspace, channel)) return refuse('not_in_channel');
    const user = textArg(args, 'user') ?? '';
    if (!channel.members.includes(user)) return refuse('user_not_in_channel');
    const thread = threadToPostTo(workspace, channel, args);
    if ('ok' in thread) return thread;
    const content = readContent(args);
    if ('ok' in content) return content;
    const said = {
      channel: channel.id,
      text: content.text,
      blocks: content.blocks ?? [],
      threadTs: thread.threadTs,
      linkNames: linksNames(args),
    };
    const { ts } = addEphemeral(workspace, said, user, 'chat.postEphemeral');
    return { ok: true, message_ts: ts };
  },
};
