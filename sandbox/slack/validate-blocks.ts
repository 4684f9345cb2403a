/**
 * Slack's checks on blocks, with its own way of explaining: "[ERROR] unsupported type: sections [json-pointer:/blocks/0/type]".
 * Limits: docs.slack.dev/reference/block-kit/blocks; the sum of all texts (about 13,200) is undocumented, see bolt-js issue 2509.
 */
import { checkElement, checkImage, checkInputElement } from './validate-elements.ts';
import {
  checkItems,
  checkLength,
  checkOptionalText,
  checkText,
  isObject,
  type Problems,
  problem,
} from './validate-text.ts';
import type { Block } from './workspace.ts';

export type BlockVerdict =
  | { ok: true }
  | { ok: false; error: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long'; messages: string[] };

const maxBlocks = 50;
const maxTotalText = 13_200;
const passedUnchecked = new Set(['rich_text', 'markdown', 'video', 'file', 'table']);

/** The blocks of a message. */
export function validateBlocks(blocks: unknown): BlockVerdict {
  if (!Array.isArray(blocks)) return { ok: false, error: 'invalid_blocks_format', messages: [] };
  const messages = checkBlocks(blocks, maxBlocks, '/blocks');
  if (messages.length > 0) return { ok: false, error: 'invalid_blocks', messages };
  if (totalText(blocks) > maxTotalText) return { ok: false, error: 'msg_blocks_too_long', messages: [] };
  return { ok: true };
}

export function checkBlocks(blocks: unknown[], max: number, pointer: string): Problems {
  return [
    ...(blocks.length > max ? problem(`no more than ${max} items allowed`, pointer) : []),
    ...blocks.flatMap((block, index) => checkBlock(block, `${pointer}/${index}`)),
    ...checkDistinct('block_id', blocks, pointer),
  ];
}

function checkBlock(block: unknown, pointer: string): Problems {
  if (!isObject(block)) return problem('must be an object', pointer);
  const id = checkLength(block.block_id, 255, `${pointer}/block_id`, false);
  return [...id, ...checkContent(block, pointer)];
}

function checkContent(block: Block, pointer: string): Problems {
  switch (block.type) {
    case 'section':
      return checkSection(block, pointer);
    case 'header':
      return checkText(block.text, { max: 150, only: 'plain_text' }, `${pointer}/text`);
    case 'divider':
      return [];
    case 'context':
      return checkItems(block.elements, 10, `${pointer}/elements`, (element, at) =>
        isObject(element) && element.type === 'image' ? checkImage(element, at) : checkText(element, { max: 3000 }, at),
      );
    case 'actions':
      return [
        ...checkItems(block.elements, 25, `${pointer}/elements`, checkElement),
        ...checkDistinct('action_id', block.elements, `${pointer}/elements`),
      ];
    case 'image':
      return checkImage(block, pointer);
    case 'input':
      return checkInput(block, pointer);
    default:
      if (passedUnchecked.has(String(block.type))) return [];
      return problem(`unsupported type: ${block.type}`, `${pointer}/type`);
  }
}

function checkSection(block: Block, pointer: string): Problems {
  const { text, fields, accessory } = block;
  if (text === undefined && fields === undefined) return problem('missing required field: text', pointer);
  return [
    ...(text === undefined ? [] : checkText(text, { max: 3000 }, `${pointer}/text`)),
    ...(fields === undefined
      ? []
      : checkItems(fields, 10, `${pointer}/fields`, (field, at) => checkText(field, { max: 2000 }, at))),
    ...(accessory === undefined ? [] : checkElement(accessory, `${pointer}/accessory`)),
  ];
}

function checkInput(block: Block, pointer: string): Problems {
  return [
    ...checkText(block.label, { max: 2000, only: 'plain_text' }, `${pointer}/label`),
    ...checkOptionalText(block.hint, { max: 2000, only: 'plain_text' }, `${pointer}/hint`),
    ...checkInputElement(block.element, `${pointer}/element`),
  ];
}

function checkDistinct(id: 'block_id' | 'action_id', items: unknown, pointer: string): Problems {
  if (!Array.isArray(items)) return [];
  const ids = items.map((item) => (isObject(item) ? item[id] : undefined));
  return ids.flatMap((one, index) =>
    typeof one === 'string' && ids.indexOf(one) < index
      ? problem(`${id} already in use: ${one}`, `${pointer}/${index}/${id}`)
      : [],
  );
}

function totalText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + totalText(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : totalText(item)),
    0,
  );
}
