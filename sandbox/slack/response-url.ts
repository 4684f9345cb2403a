/** `response_url`: a bearer secret that lets an app answer a click, at most 5 times within 30 minutes. */
import type { ResponseUrl } from './interaction.ts';
import { findLiveMarkup } from './live-markup.ts';
import type { Block, Workspace } from './workspace.ts';

export function answerResponseUrl(
  workspace: Workspace,
  known: ResponseUrl | undefined,
  body: Record<string, unknown>,
): { status: number; text: string } {
  if (!known || known.usesLeft < 1 || workspace.now() > known.validUntil) return { status: 404, text: 'used_url' };
  known.usesLeft -= 1;
  const message = workspace.messages.find(({ channel, ts }) => channel === known.channel && ts === known.ts);
  if (!message) return { status: 404, text: 'message_not_found' };
  if (body.delete_original === true) {
    workspace.messages.splice(workspace.messages.indexOf(message), 1);
    workspace.journal.record({ kind: 'message deleted', channel: message.channel, ts: message.ts });
    return { status: 200, text: 'ok' };
  }
  const text = typeof body.text === 'string' ? body.text : '';
  const blocks = Array.isArray(body.blocks) ? (body.blocks as Block[]) : [];
  if (text === '' && blocks.length === 0) return { status: 400, text: 'no_text' };
  if (body.replace_original === true) {
    const { edits, text: before, blocks: blocksBefore } = message;
    edits.push({ at: workspace.now(), monotonicMs: performance.now(), text: before, blocks: blocksBefore });
    Object.assign(message, { text, blocks, live: findLiveMarkup(text, blocks, { linkNames: false }) });
    workspace.journal.record({ kind: 'message updated', channel: message.channel, ts: message.ts });
    return { status: 200, text: 'ok' };
  }
  if (body.response_type === 'in_channel') {
    workspace.messages.push({
      ...message,
      ts: workspace.nextTs(),
      text,
      blocks,
      at: workspace.now(),
      monotonicMs: performance.now(),
      edits: [],
      live: findLiveMarkup(text, blocks, { linkNames: false }),
      warnings: [],
    });
  }
  workspace.journal.record({
    kind: body.response_type === 'in_channel' ? 'message posted' : 'only the clicker sees',
    channel: message.channel,
    user: known.user,
    text,
  });
  return { status: 200, text: 'ok' };
}
