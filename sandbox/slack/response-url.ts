/** `response_url`: a bearer secret that lets an app answer a click, at most 5 times within 30 minutes. */
import type { ResponseUrl } from './interaction.ts';
import { addEphemeral, addMessage, findSeen, removeMessage, reviseMessage, withBlockIds } from './messages.ts';
import { validateBlocks } from './validate-blocks.ts';
import type { Block, Workspace } from './workspace.ts';

export function answerResponseUrl(
  workspace: Workspace,
  known: ResponseUrl | undefined,
  body: Record<string, unknown>,
): { status: number; text: string } {
  if (!known || known.usesLeft < 1 || workspace.now() > known.validUntil) return { status: 404, text: 'used_url' };
  known.usesLeft -= 1;
  const { channel, user } = known;
  const original = findSeen(workspace, channel, known.ts, user);
  if (!original) return { status: 404, text: 'message_not_found' };
  const done = { status: 200, text: 'ok' };
  if (body.delete_original === true) {
    removeMessage(workspace, original);
    return done;
  }
  const text = typeof body.text === 'string' ? body.text : '';
  const given = Array.isArray(body.blocks) ? (body.blocks as Block[]) : [];
  if (text === '' && given.length === 0) return { status: 400, text: 'no_text' };
  const verdict = validateBlocks(given);
  if (!verdict.ok) return { status: 400, text: verdict.error };
  const blocks = withBlockIds(given);
  if (body.replace_original === true) {
    reviseMessage(workspace, original, { text, blocks });
    return done;
  }
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : null;
  const said = { channel, text, blocks, threadTs };
  if (body.response_type === 'in_channel') addMessage(workspace, said);
  else addEphemeral(workspace, said, user, 'response_url');
  return done;
}
