/** What a call wants to say: text and blocks, checked as Slack checks them. */
import { withBlockIds } from '../messages.ts';
import { flagArg, textArg } from '../read-call.ts';
import { validateBlocks } from '../validate-blocks.ts';
import type { Block } from '../workspace.ts';
import { type Answer, refuse } from './method.ts';

export function readContent(args: Record<string, unknown>): { text: string; blocks: Block[] | null } | Answer {
  const text = textArg(args, 'text') ?? textArg(args, 'markdown_text') ?? '';
  if (args.markdown_text !== undefined && (args.text !== undefined || args.blocks !== undefined)) {
    return refuse('markdown_text_conflict');
  }
  if (args.blocks === undefined || args.blocks === '') {
    return text === '' && args.attachments === undefined ? refuse('no_text') : { text, blocks: null };
  }
  const verdict = validateBlocks(args.blocks);
  if (!verdict.ok) {
    return refuse(verdict.error, { errors: verdict.messages, response_metadata: { messages: verdict.messages } });
  }
  const blocks = args.blocks as Block[];
  if (blocks.length === 0 && text === '') return refuse('no_text');
  return { text, blocks: withBlockIds(blocks) };
}

export function linksNames(args: Record<string, unknown>): boolean {
  return flagArg(args, 'link_names') || args.parse === 'full';
}
