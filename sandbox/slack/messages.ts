/** What is said in a conversation: made, changed, found and taken away in one place, and the journal told. */
import { findLiveMarkup } from './live-markup.ts';
import type { Block, Ephemeral, Message, Workspace } from './workspace.ts';

export type Said = {
  channel: string;
  text: string;
  blocks: Block[];
  threadTs?: string | null;
  broadcast?: boolean;
  metadata?: unknown;
  linkNames?: boolean;
};

function makeMessage(workspace: Workspace, said: Said): Message {
  const { channel, text, blocks, threadTs = null, broadcast = false, metadata = null, linkNames = false } = said;
  return {
    channel,
    ts: workspace.nextTs(),
    threadTs,
    ...(broadcast ? { broadcast } : {}),
    text,
    blocks,
    metadata,
    at: workspace.now(),
    monotonicMs: performance.now(),
    edits: [],
    live: findLiveMarkup(text, blocks, { linkNames }),
    warnings: text === '' ? ['blocks without a fallback text: notifications and screen readers say nothing'] : [],
  };
}

export function addMessage(workspace: Workspace, said: Said): Message {
  const message = makeMessage(workspace, said);
  workspace.messages.push(message);
  workspace.journal.record({ kind: 'message posted', channel: message.channel, ts: message.ts });
  return message;
}

export function addEphemeral(workspace: Workspace, said: Said, user: string, via: Ephemeral['via']): Ephemeral {
  const ephemeral = { ...makeMessage(workspace, said), user, via };
  workspace.ephemerals.push(ephemeral);
  const kind = via === 'response_url' ? 'only the clicker sees' : 'only one person sees';
  const { channel, ts, text } = ephemeral;
  workspace.journal.record({ kind, channel, ts, user, text });
  return ephemeral;
}

/** `blocks` null: they stay as they were. */
export function reviseMessage(
  workspace: Workspace,
  message: Message,
  { text, blocks, linkNames = false }: { text: string; blocks: Block[] | null; linkNames?: boolean },
): void {
  const { edits, text: before, blocks: blocksBefore } = message;
  edits.push({ at: workspace.now(), monotonicMs: performance.now(), text: before, blocks: blocksBefore });
  message.text = text;
  message.blocks = blocks ?? blocksBefore;
  message.live = findLiveMarkup(text, message.blocks, { linkNames });
  workspace.journal.record({ kind: 'message updated', channel: message.channel, ts: message.ts });
}

/** Replies stay when their thread's first message goes, as in Slack. */
export function removeMessage(workspace: Workspace, message: Message): void {
  workspace.messages = workspace.messages.filter((one) => one !== message);
  workspace.ephemerals = workspace.ephemerals.filter((one) => one !== message);
  workspace.journal.record({ kind: 'message deleted', channel: message.channel, ts: message.ts });
}

export function findMessage(workspace: Workspace, channel: string, ts: string | null): Message | undefined {
  return workspace.messages.find((message) => message.channel === channel && message.ts === ts);
}

/** What this person sees at that place: a message, or what only they can see. */
export function findSeen(workspace: Workspace, channel: string, ts: string, user: string): Message | undefined {
  const own = workspace.ephemerals.find((one) => one.channel === channel && one.ts === ts && one.user === user);
  return own ?? findMessage(workspace, channel, ts);
}

/** Blocks as Slack keeps them: each has an id. */
export function withBlockIds(blocks: Block[]): Block[] {
  return blocks.map((block, index) => ({ block_id: `b${index}`, ...block }));
}
