/**
 * Slack's checks on blocks, with its own way of explaining: "[ERROR] unsupported type: sections [json-pointer:/blocks/0/type]".
 * Limits: docs.slack.dev/reference/block-kit/blocks; the sum of all texts (about 13,200) is undocumented, see bolt-js issue 2509.
 */
import type { Block } from './workspace.ts';

export type BlockVerdict =
  | { ok: true }
  | { ok: false; error: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long'; messages: string[] };

const maxBlocks = 50;
const maxTotalText = 13_200;
const passedUnchecked = new Set(['rich_text', 'markdown', 'video', 'file', 'input', 'table']);

/** What is wrong, in Slack's words; empty when nothing is. */
type Problems = string[];

export function validateBlocks(blocks: unknown): BlockVerdict {
  if (!Array.isArray(blocks)) return { ok: false, error: 'invalid_blocks_format', messages: [] };
  const messages = [
    ...(blocks.length > maxBlocks ? problem(`no more than ${maxBlocks} items allowed`, '/blocks') : []),
    ...blocks.flatMap((block, index) => checkBlock(block, `/blocks/${index}`)),
    ...checkDistinctIds(blocks),
  ];
  if (messages.length > 0) return { ok: false, error: 'invalid_blocks', messages };
  if (totalText(blocks) > maxTotalText) return { ok: false, error: 'msg_blocks_too_long', messages: [] };
  return { ok: true };
}

function problem(message: string, pointer: string): Problems {
  return [`[ERROR] ${message} [json-pointer:${pointer}]`];
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
      return checkItems(block.elements, 25, `${pointer}/elements`, checkElement);
    case 'image':
      return checkImage(block, pointer);
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

function checkElement(element: unknown, pointer: string): Problems {
  if (!isObject(element)) return problem('must be an object', pointer);
  if (element.type === 'image') return checkImage(element, pointer);
  const id = checkLength(element.action_id, 255, `${pointer}/action_id`, false);
  return element.type === 'button' ? [...id, ...checkButton(element, pointer)] : id;
}

function checkButton(button: Block, pointer: string): Problems {
  const { text, value, url, accessibility_label: label, style, confirm } = button;
  const badUrl = typeof url === 'string' && !/^https?:\/\/[^\s]+$/.test(url);
  const badStyle = style !== undefined && style !== 'primary' && style !== 'danger';
  return [
    ...checkText(text, { max: 75, only: 'plain_text' }, `${pointer}/text`),
    ...checkLength(value, 2000, `${pointer}/value`, false),
    ...checkLength(url, 3000, `${pointer}/url`, false),
    ...(badUrl ? problem('invalid URL', `${pointer}/url`) : []),
    ...checkLength(label, 75, `${pointer}/accessibility_label`, false),
    ...(badStyle ? problem('must be a valid enum value', `${pointer}/style`) : []),
    ...(isObject(confirm) ? checkConfirm(confirm, `${pointer}/confirm`) : []),
  ];
}

function checkConfirm(confirm: Block, pointer: string): Problems {
  return [
    ...checkText(confirm.title, { max: 100, only: 'plain_text' }, `${pointer}/title`),
    ...checkText(confirm.text, { max: 300 }, `${pointer}/text`),
    ...checkText(confirm.confirm, { max: 30, only: 'plain_text' }, `${pointer}/confirm`),
    ...checkText(confirm.deny, { max: 30, only: 'plain_text' }, `${pointer}/deny`),
  ];
}

function checkImage(image: Block, pointer: string): Problems {
  const hasImage = image.image_url !== undefined || image.slack_file !== undefined;
  return [
    ...(hasImage ? [] : problem('missing required field: image_url', pointer)),
    ...checkLength(image.alt_text, 2000, `${pointer}/alt_text`, true),
  ];
}

function checkText(value: unknown, rule: { max: number; only?: 'plain_text' }, pointer: string): Problems {
  if (!isObject(value)) return problem('missing required field: text', pointer);
  const types = rule.only ? [rule.only] : ['plain_text', 'mrkdwn'];
  return [
    ...(types.includes(String(value.type)) ? [] : problem(`unsupported type: ${value.type}`, `${pointer}/type`)),
    ...checkLength(value.text, rule.max, `${pointer}/text`, true),
  ];
}

function checkLength(value: unknown, max: number, pointer: string, required: boolean): Problems {
  if (value === undefined) return required ? problem('missing required field', pointer) : [];
  if (typeof value !== 'string') return problem('must be a string', pointer);
  if (required && value.length === 0) return problem('must be more than 0 characters', pointer);
  return value.length > max ? problem(`must be less than ${max + 1} characters`, pointer) : [];
}

function checkItems(
  items: unknown,
  max: number,
  pointer: string,
  check: (item: unknown, pointer: string) => Problems,
): Problems {
  if (!Array.isArray(items)) return problem('must be an array', pointer);
  if (items.length === 0) return problem('no fewer than 1 items allowed', pointer);
  return [
    ...(items.length > max ? problem(`no more than ${max} items allowed`, pointer) : []),
    ...items.flatMap((item, index) => check(item, `${pointer}/${index}`)),
  ];
}

function checkDistinctIds(blocks: unknown[]): Problems {
  const ids = blocks.map((block) => (isObject(block) ? block.block_id : undefined));
  return ids.flatMap((id, index) =>
    typeof id === 'string' && ids.indexOf(id) < index
      ? problem(`block_id already in use: ${id}`, `/blocks/${index}/block_id`)
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

function isObject(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
