/** The tables of one workspace of the local Slack, with the app in it: plain data that every request reads and changes. */
import type { Journal } from './journal.ts';
import type { LiveMarkup } from './live-markup.ts';
import type { Trigger } from './triggers.ts';

export type User = {
  id: string;
  name: string;
  realName: string;
  email: string | null;
  deleted: boolean;
  isBot: boolean;
  /** False: the person switched the app's Messages tab off, so posting to the DM is refused. */
  messagesTab: boolean;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  archived: boolean;
  /** User ids. */
  members: string[];
  /** What happens to every post here (see failures.ts); null in an ordinary channel. */
  trouble: string | null;
  /** Slack Connect: people of another company are in it, or have been invited. Absent: our people only. */
  sharing?: 'external' | 'pending' | 'none';
};

export type Block = Record<string, unknown>;

export type Edit = { at: number; monotonicMs: number; text: string; blocks: Block[] };

export type Message = {
  channel: string;
  ts: string;
  /** The first message of the thread this one answers in; null in the channel itself. */
  threadTs: string | null;
  /** A reply that the channel shows too. */
  broadcast?: boolean;
  text: string;
  blocks: Block[];
  metadata: unknown;
  /** Milliseconds since the epoch on the shared clock, and milliseconds since the process started. */
  at: number;
  monotonicMs: number;
  /** Versions before each change, oldest first. */
  edits: Edit[];
  /** What a client would make clickable or notify about; data must never appear here. */
  live: LiveMarkup[];
  /** What a careful reader would object to, such as blocks without a fallback text. */
  warnings: string[];
};

/** "Only you can see this": Slack keeps none of them; here they stay, so that a test and the page can read them. */
export type Ephemeral = Message & { user: string; via: 'response_url' | 'chat.postEphemeral' };

/** A modal that a person has in front of them. */
export type OpenView = {
  id: string;
  user: string;
  openedAt: number;
  /** What the app found wrong with what was submitted last, by block id. */
  errors: Record<string, string>;
  /** The modal as views.open was given it; blocks and input elements have ids. */
  view: Record<string, unknown> & { blocks: Block[] };
  /** Changes with the view. */
  hash: string;
};

export type Installation = {
  /** Empty before the first installation. */
  token: string;
  signingSecret: string;
  scopes: string[];
  status: 'not installed' | 'active' | 'account_inactive' | 'token_revoked' | 'token_expired';
};

export type Workspace = {
  team: { id: string; name: string; domain: string };
  app: { id: string; botId: string; botUserId: string };
  installation: Installation;
  /** Of earlier installations; each answers that it was revoked. */
  formerTokens: string[];
  users: User[];
  channels: Channel[];
  messages: Message[];
  ephemerals: Ephemeral[];
  views: OpenView[];
  triggers: Map<string, Trigger>;
  journal: Journal;
  /** Public address of this process, for permalinks and response URLs. */
  url: string;
  now(): number;
  /** Unique, rising message ids. */
  nextTs(): string;
};

export const defaultScopes = [
  'chat:write',
  'im:write',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
  'channels:join',
];

/** Ids are seconds with six decimals; they rise even when the clock stands still or moves back. */
export function createTsSource(now: () => number): () => string {
  let lastMicros = 0;
  return () => {
    lastMicros = Math.max(Math.round(now() * 1000), lastMicros + 1);
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
  };
}

export function findUser(workspace: Workspace, id: string): User | undefined {
  return workspace.users.find((user) => user.id === id);
}

/** By id, `#name` or `name`. */
export function findChannel(workspace: Workspace, nameOrId: string): Channel | undefined {
  const name = nameOrId.replace(/^#/, '').toLowerCase();
  return workspace.channels.find(
    (channel) => channel.id === nameOrId || (channel.kind !== 'im' && channel.name === name),
  );
}

export function isBotMember(workspace: Workspace, channel: Channel): boolean {
  return channel.members.includes(workspace.app.botUserId);
}

/** The direct conversation between the bot and a user, made when it does not exist. */
export function openDirectMessage(workspace: Workspace, user: User): { channel: Channel; existed: boolean } {
  const existing = workspace.channels.find((channel) => channel.kind === 'im' && channel.members.includes(user.id));
  if (existing) return { channel: existing, existed: true };
  const channel: Channel = {
    id: `D${user.id.slice(1)}`,
    name: user.name,
    kind: 'im',
    archived: false,
    members: [workspace.app.botUserId, user.id],
    trouble: null,
  };
  workspace.channels.push(channel);
  workspace.journal.record({ kind: 'channel opened', channel: channel.id });
  return { channel, existed: false };
}
