/** conversations.open, list, info, members, join. */
import { flagArg, textArg } from '../read-call.ts';
import { type Channel, findUser, isBotMember, openDirectMessage, type Workspace } from '../workspace.ts';
import { type Method, refuse } from './method.ts';
import { page } from './paging.ts';

const typeNames = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;

export const openConversation: Method = {
  tier: 3,
  scopes: ['im:write'],
  run(workspace, args) {
    const ids = (textArg(args, 'users') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0) return refuse('users_list_not_supplied');
    if (ids.length > 8) return refuse('too_many_users');
    if (ids.length > 1) return refuse('missing_scope', { needed: 'mpim:write' });
    const user = findUser(workspace, ids[0] ?? '');
    if (!user) return refuse('user_not_found');
    if (user.deleted) return refuse('user_disabled');
    if (user.isBot) return refuse('cannot_dm_bot');
    const { channel, existed } = openDirectMessage(workspace, user);
    const described = flagArg(args, 'return_im') ? describeChannel(workspace, channel) : { id: channel.id };
    return { ok: true, ...(existed ? { no_op: true, already_open: true } : {}), channel: described };
  },
};

export const listConversations: Method = {
  tier: 2,
  scopes: ['channels:read', 'groups:read', 'im:read'],
  run(workspace, args) {
    const types = (textArg(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
    if (types.includes('private_channel') && !workspace.installation.scopes.includes('groups:read')) {
      return refuse('missing_scope', { needed: 'groups:read', provided: workspace.installation.scopes.join(',') });
    }
    const withoutArchived = flagArg(args, 'exclude_archived');
    const found = page(workspace.channels, args, (channel) => {
      if (!types.includes(typeNames[channel.kind])) return false;
      if (withoutArchived && channel.archived) return false;
      return channel.kind === 'public' || isBotMember(workspace, channel);
    });
    if ('ok' in found) return found;
    return {
      ok: true,
      channels: found.items.map((channel) => describeChannel(workspace, channel)),
      response_metadata: { next_cursor: found.nextCursor },
    };
  },
};

export const conversationInfo: Method = {
  tier: 3,
  scopes: ['channels:read', 'groups:read', 'im:read'],
  run(workspace, args) {
    const channel = visibleChannel(workspace, textArg(args, 'channel') ?? '');
    return channel ? { ok: true, channel: describeChannel(workspace, channel) } : refuse('channel_not_found');
  },
};

export const conversationMembers: Method = {
  tier: 4,
  scopes: ['channels:read', 'groups:read', 'im:read'],
  run(workspace, args) {
    const channel = visibleChannel(workspace, textArg(args, 'channel') ?? '');
    if (!channel) return refuse('channel_not_found');
    const found = page(channel.members, args, () => true);
    if ('ok' in found) return found;
    return { ok: true, members: found.items, response_metadata: { next_cursor: found.nextCursor } };
  },
};

export const joinConversation: Method = {
  tier: 3,
  scopes: ['channels:join'],
  run(workspace, args) {
    const channel = visibleChannel(workspace, textArg(args, 'channel') ?? '');
    if (!channel) return refuse('channel_not_found');
    if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type');
    if (channel.archived) return refuse('is_archived');
    const already = isBotMember(workspace, channel);
    if (!already) {
      channel.members.push(workspace.app.botUserId);
      workspace.journal.record({ kind: 'channel joined', channel: channel.id });
    }
    const described = describeChannel(workspace, channel);
    return already
      ? {
          ok: true,
          channel: described,
          warning: 'already_in_channel',
          response_metadata: { warnings: ['already_in_channel'] },
        }
      : { ok: true, channel: described };
  },
};

function visibleChannel(workspace: Workspace, id: string): Channel | undefined {
  const channel = workspace.channels.find((each) => each.id === id);
  return channel && (channel.kind === 'public' || isBotMember(workspace, channel)) ? channel : undefined;
}

function describeChannel(workspace: Workspace, channel: Channel): Record<string, unknown> {
  if (channel.kind === 'im') {
    const partner = channel.members.find((id) => id !== workspace.app.botUserId);
    return { id: channel.id, is_im: true, user: partner, is_archived: false };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_member: isBotMember(workspace, channel),
    is_shared: channel.sharing === 'external',
    is_ext_shared: channel.sharing === 'external',
    is_pending_ext_shared: channel.sharing === 'pending',
    is_org_shared: false,
    num_members: channel.members.length,
  };
}
