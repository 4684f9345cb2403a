/** A message as Slack's answers and payloads show it. */
import type { Message, Workspace } from './workspace.ts';

export function describeMessage(workspace: Workspace, message: Message): Record<string, unknown> {
  const { botUserId, botId, id } = workspace.app;
  const { threadTs, ts, edits, blocks, metadata, broadcast } = message;
  const lastEdit = edits.at(-1);
  return {
    type: 'message',
    ...(broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: botUserId,
    bot_id: botId,
    app_id: id,
    team: workspace.team.id,
    text: message.text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ts,
    ...(threadTs ? { thread_ts: threadTs } : describeThread(workspace, message)),
    ...(lastEdit ? { edited: { user: botUserId, ts: (lastEdit.at / 1000).toFixed(6) } } : {}),
    ...(metadata ? { metadata } : {}),
  };
}

/** A message that was answered is the first of its own thread. */
function describeThread(workspace: Workspace, { channel, ts }: Message): Record<string, unknown> {
  const replies = workspace.messages.filter((message) => message.channel === channel && message.threadTs === ts);
  if (replies.length === 0) return {};
  return { thread_ts: ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts };
}
