/** The local Slack's state as the page shows it. */
import type { ConversationView, MessageView, ModalView, PageState } from './page-state.ts';

export type SlackMessage = {
  channel: string;
  ts: string;
  threadTs: string | null;
  broadcast?: boolean;
  text: string;
  blocks: Record<string, unknown>[];
  at: number;
  edits: { at: number }[];
};

export type SlackState = {
  version: number;
  users: { id: string; name: string; realName: string; email: string | null; isBot: boolean; deleted: boolean }[];
  channels: { id: string; name: string; kind: 'public' | 'private' | 'im'; members: string[] }[];
  messages: SlackMessage[];
  ephemerals: (SlackMessage & { user: string })[];
  views: { id: string; user: string; hash: string; view: Record<string, unknown> }[];
};

/** The playbook's channels are always there, other conversations once something was said in them. */
const alwaysShown = ['pql-handoff', 'marketing'];
/** Sent to the page per conversation, without replies. */
const mostMessages = 200;

export function viewSlack(state: SlackState): PageState['slack'] {
  const people = state.users.filter(({ isBot, deleted }) => !isBot && !deleted);
  const spoken = new Set([...state.messages, ...state.ephemerals].map(({ channel }) => channel));
  const named = alwaysShown.flatMap((name) => state.channels.find((channel) => channel.name === name) ?? []);
  const others = state.channels.filter((channel) => spoken.has(channel.id) && !named.includes(channel));
  const shown = [...named, ...others].map((channel) => viewConversation(channel, state, people));
  return {
    names: Object.fromEntries([...state.users, ...state.channels].map(({ id, name }) => [id, name])),
    people: people.map(({ id, realName, email }) => ({ id, name: realName, email })),
    conversations: shown.map(({ conversation }) => conversation),
    messages: shown.flatMap(({ messages }) => messages).sort((a, b) => (a.ts < b.ts ? -1 : 1)),
    modals: state.views.map(viewModal),
  };
}

/** The newest messages with their replies. */
function viewConversation(
  channel: SlackState['channels'][number],
  state: SlackState,
  people: { id: string }[],
): { conversation: ConversationView; messages: MessageView[] } {
  const isHere = (said: { channel: string }) => said.channel === channel.id;
  const messages = [
    ...state.messages.filter(isHere).map((message) => viewMessage(message, null)),
    ...state.ephemerals.filter(isHere).map((ephemeral) => viewMessage(ephemeral, ephemeral.user)),
  ];
  const starts = messages.flatMap(({ threadTs, ts }) => (threadTs === null ? ts : [])).sort();
  const oldest = starts.at(-mostMessages) ?? '';
  return {
    conversation: {
      id: channel.id,
      label: channel.kind === 'im' ? `DM ${channel.name}` : `#${channel.name}`,
      kind: channel.kind === 'im' ? 'dm' : 'channel',
      members: people.flatMap(({ id }) => (channel.members.includes(id) ? id : [])),
      leftOut: Math.max(0, starts.length - mostMessages),
    },
    messages: messages.filter(({ threadTs, ts }) => (threadTs ?? ts) >= oldest),
  };
}

function viewMessage(message: SlackMessage, onlyFor: string | null): MessageView {
  const { channel, ts, at, text, blocks, edits, threadTs, broadcast = false } = message;
  return {
    conversation: channel,
    ts,
    at,
    text,
    blocks,
    editedAt: edits.at(-1)?.at ?? null,
    threadTs: threadTs === ts ? null : threadTs,
    broadcast,
    onlyFor,
  };
}

function viewModal({ id, user, hash, view }: SlackState['views'][number]): ModalView {
  return {
    id,
    user,
    hash,
    title: plainText(view.title) ?? '',
    submit: plainText(view.submit),
    close: plainText(view.close) ?? 'Cancel',
    blocks: view.blocks as Record<string, unknown>[],
  };
}

function plainText(text: unknown): string | null {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : null;
}

/** Messages of a conversation: '#name', or 'dm:name' for the direct messages of a person. */
export function messagesIn(state: SlackState, conversation: string): SlackState['messages'] {
  const name = conversation.replace(/^#|^dm:/, '');
  const isDm = conversation.startsWith('dm:');
  const ids = state.channels
    .filter((channel) => channel.name === name && (channel.kind === 'im') === isDm)
    .map((channel) => channel.id);
  return state.messages.filter((message) => ids.includes(message.channel));
}

/** The message's plain text as a reader sees it: mentions named, links as their label and address, escapes undone. */
export function readableText(state: SlackState, text: string): string {
  const names = new Map(state.users.map(({ id, name }) => [id, name]));
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_whole, id: string) => `@${names.get(id) ?? id}`)
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
