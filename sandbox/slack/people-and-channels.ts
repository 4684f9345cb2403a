/** What people do to a workspace besides writing: join, leave, rename themselves, archive and delete channels. */
import { user as newUser } from './seed.ts';
import type { Channel, User, Workspace } from './workspace.ts';

/** Adds a user, or changes the one with that id, or with that name. `name` is also what everybody sees. */
export function addUser(workspace: Workspace, changes: Partial<User>): User {
  const existing = workspace.users.find(({ id, name }) =>
    changes.id === undefined ? name === changes.name : id === changes.id,
  );
  const user = existing ?? newUser(changes.name ?? 'someone', `U${makeId(workspace.users.length)}`);
  Object.assign(user, changes);
  if (!existing) workspace.users.push(user);
  for (const channel of workspace.channels.filter(({ members }) => members.includes(user.id))) {
    if (channel.kind === 'im') channel.name = user.name;
    // Whoever is deactivated is in no channel any more; direct messages stay.
    else if (user.deleted) channel.members = channel.members.filter((id) => id !== user.id);
  }
  workspace.journal.record({ kind: 'user changed', user: user.id });
  return user;
}

/**
 * Adds a channel with the bot in it, or changes the one with that id, or with that name; `archived` archives it and takes
 * it out of the archive, `members` replaces the members.
 */
export function addChannel(workspace: Workspace, changes: Partial<Channel>): Channel {
  const given = changes.name?.replace(/^#/, '');
  const existing = workspace.channels.find(({ id, kind, name }) =>
    changes.id === undefined ? kind !== 'im' && name === (given ?? 'channel') : id === changes.id,
  );
  const channel: Channel = existing ?? {
    id: `C${makeId(workspace.channels.length)}`,
    name: 'channel',
    kind: 'public',
    archived: false,
    members: [workspace.app.botUserId],
    trouble: null,
  };
  Object.assign(channel, changes, { name: given ?? channel.name });
  if (!existing) workspace.channels.push(channel);
  workspace.journal.record({ kind: 'channel changed', channel: channel.id });
  return channel;
}

/** Everything said there goes with it. */
export function removeChannel(workspace: Workspace, channelId: string): Channel | null {
  const channel = workspace.channels.find(({ id }) => id === channelId);
  if (!channel) return null;
  const isElsewhere = (said: { channel: string }) => said.channel !== channelId;
  workspace.channels = workspace.channels.filter((one) => one !== channel);
  workspace.messages = workspace.messages.filter(isElsewhere);
  workspace.ephemerals = workspace.ephemerals.filter(isElsewhere);
  workspace.journal.record({ kind: 'channel deleted', channel: channelId });
  return channel;
}

function makeId(index: number): string {
  return `0X${index.toString(36).toUpperCase().padStart(6, '0')}`;
}
