/** Who and what there is in the workspace: people by e-mail address, direct conversations, channels. All remembered. */
import type { WebClient } from '@slack/web-api';
import type { Sharing } from '@zo/shared';
import { createRemembered, type SlackChannel } from './slack-cache.ts';
import { absentWhen, readSlackFailure, type SlackFailure } from './slack-failure.ts';
import { createSlackPeople, type SlackPeople } from './slack-people.ts';

/** 'absent' is an answer: there is none. A failure is not: ask again later. */
export type Lookup<Value> = { outcome: 'found'; value: Value } | { outcome: 'absent'; reason: string } | SlackFailure;

export type SlackDirectory = SlackPeople & {
  /** The workspace the token belongs to. */
  findTeam(): Promise<Lookup<string>>;
  /** The D… id of the conversation between the app and a person. */
  openDirectMessage(userId: string): Promise<Lookup<string>>;
  /** By `#name`, `name` or id. An id is taken at its word: posting tells. */
  findChannel(nameOrId: string): Promise<Lookup<{ id: string; name: string | null }>>;
  /** Public channels, and private ones the app is in; archived ones are left out. */
  listChannels(): Promise<Lookup<SlackChannel[]>>;
  /** Whether the person is in the channel now; not remembered. */
  isMember(channelId: string, userId: string): Promise<Lookup<boolean>>;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const keepFoundMs = 24 * hourMs;
const keepAbsentMs = hourMs;
const keepChannelsMs = 10 * minuteMs;
/** A name nobody has yet may be a channel made a moment ago: then the list is read again, but not all the time. */
const rereadChannelsAfterMs = minuteMs;
const pageSize = 200;
const mostPages = 100;

export function createSlackDirectory(client: WebClient, monotonicNow?: () => number): SlackDirectory {
  const teams = createRemembered<Lookup<string>>(monotonicNow);
  const conversations = createRemembered<Lookup<string>>(monotonicNow);
  const channels = createRemembered<Lookup<SlackChannel[]>>(monotonicNow);
  const listChannels = () =>
    channels.get(
      'all',
      () => readChannels(client),
      (list) => keep(list, keepChannelsMs),
    );

  return {
    ...createSlackPeople(client, monotonicNow),
    listChannels,
    findTeam: () =>
      teams.get(
        'own',
        () => readTeam(client),
        (team) => keep(team, hourMs),
      ),
    isMember: (channelId, userId) => lookForMember(client, channelId, userId),
    openDirectMessage(userId) {
      return conversations.get(
        userId,
        () => openConversation(client, userId),
        (id) => keep(id, keepFoundMs),
      );
    },
    async findChannel(nameOrId) {
      const trimmed = nameOrId.trim();
      if (isChannelId(trimmed)) return { outcome: 'found', value: { id: trimmed, name: null } };
      const name = trimmed.replace(/^#/, '').toLowerCase();
      let list = await listChannels();
      if (!named(list, name) && (channels.ageMs('all') ?? 0) > rereadChannelsAfterMs) {
        channels.forget('all');
        list = await listChannels();
      }
      if (list.outcome !== 'found') return list;
      const channel = named(list, name);
      if (channel) return { outcome: 'found', value: { id: channel.id, name: channel.name } };
      return {
        outcome: 'absent',
        reason: `there is no channel #${name}, or it is private and the app has not been invited`,
      };
    },
  };
}

export function isChannelId(text: string): boolean {
  return /^[CGD][A-Z0-9]{7,}$/.test(text);
}

function keep(lookup: Lookup<unknown>, foundMs: number): number {
  if (lookup.outcome === 'found') return foundMs;
  return lookup.outcome === 'absent' ? keepAbsentMs : 0;
}

function named(list: Lookup<SlackChannel[]>, name: string): SlackChannel | undefined {
  return list.outcome === 'found' ? list.value.find((channel) => channel.name === name) : undefined;
}

async function readTeam(client: WebClient): Promise<Lookup<string>> {
  try {
    const { team_id: teamId } = await client.auth.test();
    return teamId ? { outcome: 'found', value: teamId } : { outcome: 'absent', reason: 'the token has no workspace' };
  } catch (error) {
    return readSlackFailure(error);
  }
}

async function openConversation(client: WebClient, userId: string): Promise<Lookup<string>> {
  try {
    const { channel } = await client.conversations.open({ users: userId });
    return channel?.id
      ? { outcome: 'found', value: channel.id }
      : { outcome: 'absent', reason: 'Slack opened no conversation' };
  } catch (error) {
    const closed = ['user_not_found', 'user_not_visible', 'user_disabled', 'cannot_dm_bot', 'channel_not_found'];
    return absentWhen(closed, 'the person cannot be written to in Slack', error);
  }
}

/** Pages may be short or empty while there is a next cursor. Without `groups:read` only public channels are asked for. */
async function readChannels(client: WebClient): Promise<Lookup<SlackChannel[]>> {
  const all = await readChannelPages(client, 'public_channel,private_channel');
  if (all.outcome === 'refused' && all.code === 'missing_scope') return readChannelPages(client, 'public_channel');
  return all;
}

async function readChannelPages(client: WebClient, types: string): Promise<Lookup<SlackChannel[]>> {
  const found: SlackChannel[] = [];
  let cursor: string | undefined;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await client.conversations.list({ types, exclude_archived: true, limit: pageSize, cursor });
      for (const channel of answer.channels ?? []) {
        const { id, name, is_private: isPrivate = false, is_member: isMember = false } = channel;
        if (id && name) found.push({ id, name, isPrivate, isMember, sharing: sharingOf(channel) });
      }
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (!cursor) break;
    }
    return { outcome: 'found', value: found };
  } catch (error) {
    return readSlackFailure(error);
  }
}

/** Slack Connect: who reads a channel that is shared with another company is not ours to say. */
function sharingOf(channel: { is_ext_shared?: boolean; is_pending_ext_shared?: boolean }): Sharing {
  if (channel.is_ext_shared) return 'external';
  return channel.is_pending_ext_shared ? 'pending' : null;
}

async function lookForMember(client: WebClient, channel: string, userId: string): Promise<Lookup<boolean>> {
  let cursor: string | undefined;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await client.conversations.members({ channel, limit: pageSize, cursor });
      if (answer.members?.includes(userId)) return { outcome: 'found', value: true };
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (!cursor) break;
    }
    return { outcome: 'found', value: false };
  } catch (error) {
    return absentWhen(['channel_not_found'], 'there is no such channel', error);
  }
}
