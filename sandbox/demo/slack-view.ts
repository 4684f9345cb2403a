/** The local Slack's state as the page shows it. */
import type { PageState } from './page-state.ts';

export type SlackState = {
  version: number;
  users: { id: string; name: string; realName: string; isBot: boolean }[];
  channels: { id: string; name: string; kind: 'public' | 'private' | 'im'; members: string[] }[];
  messages: {
    channel: string;
    ts: string;
    threadTs: string | null;
    text: string;
    blocks: Record<string, unknown>[];
    at: number;
    edits: unknown[];
  }[];
};

/** The playbook's channels are always there, other conversations once something was said in them. */
const alwaysShown = ['pql-handoff', 'marketing'];

export function viewSlack(state: SlackState): PageState['slack'] {
  const spoken = new Set(state.messages.map((message) => message.channel));
  const named = alwaysShown.flatMap((name) => state.channels.find((channel) => channel.name === name) ?? []);
  const others = state.channels.filter((channel) => spoken.has(channel.id) && !named.includes(channel));
  return {
    names: Object.fromEntries([...state.users, ...state.channels].map(({ id, name }) => [id, name])),
    conversations: [...named, ...others].map((channel) => ({
      id: channel.id,
      label: channel.kind === 'im' ? `DM ${channel.name}` : `#${channel.name}`,
      kind: channel.kind === 'im' ? 'dm' : 'channel',
    })),
    messages: state.messages.map((message) => ({
      conversation: message.channel,
      ts: message.ts,
      at: message.at,
      text: message.text,
      blocks: message.blocks,
      edited: message.edits.length > 0,
      inThread: message.threadTs !== null && message.threadTs !== message.ts,
    })),
  };
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
