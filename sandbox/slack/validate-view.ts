/** Slack's checks on a modal (docs.slack.dev/reference/views/modal-views). */
import { checkBlocks } from './validate-blocks.ts';
import {
  checkItems,
  checkLength,
  checkOptionalText,
  checkText,
  isObject,
  type Problems,
  problem,
} from './validate-text.ts';

const maxBlocks = 100;
const known = new Set([
  'type',
  'title',
  'blocks',
  'close',
  'submit',
  'private_metadata',
  'callback_id',
  'clear_on_close',
  'notify_on_close',
  'external_id',
]);

/** Empty when it can be opened. */
export function checkView(view: unknown): Problems {
  if (!isObject(view)) return problem('must be an object', '/view');
  if (view.type !== 'modal') return problem(`unsupported type: ${view.type}`, '/view/type');
  return [
    ...checkText(view.title, { max: 24, only: 'plain_text' }, '/view/title'),
    ...checkOptionalText(view.submit, { max: 24, only: 'plain_text' }, '/view/submit'),
    ...checkOptionalText(view.close, { max: 24, only: 'plain_text' }, '/view/close'),
    ...checkLength(view.private_metadata, 3000, '/view/private_metadata', false),
    ...checkLength(view.callback_id, 255, '/view/callback_id', false),
    ...checkLength(view.external_id, 255, '/view/external_id', false),
    ...Object.keys(view)
      .filter((name) => !known.has(name))
      .flatMap((name) => problem(`invalid additional property: ${name}`, '/view')),
    ...(Array.isArray(view.blocks) && view.blocks.length > 0
      ? checkBlocks(view.blocks, maxBlocks, '/view/blocks')
      : checkItems(view.blocks, maxBlocks, '/view/blocks', () => [])),
    ...checkSubmit(view),
  ];
}

/** Whoever can fill something in must be able to send it. */
function checkSubmit({ blocks, submit }: Record<string, unknown>): Problems {
  if (submit !== undefined || !Array.isArray(blocks)) return [];
  return blocks.flatMap((block, index) =>
    isObject(block) && block.type === 'input'
      ? problem('must define `submit` to use `input` block', `/view/blocks/${index}/input`)
      : [],
  );
}
