/** Slack's blocks drawn as elements. Blocks nobody here knows are named, not guessed. */
import { type Child, el } from './dom.ts';
import { drawMrkdwn, type MrkdwnContext } from './mrkdwn.ts';

type Plain = Record<string, unknown>;

export type BlockContext = MrkdwnContext & { press: (actionId: string, label: string) => void };

export function drawBlocks(blocks: Plain[], context: BlockContext): Child[] {
  return blocks.map((block) => drawBlock(block, context));
}

function drawBlock(block: Plain, context: BlockContext): Child {
  switch (block.type) {
    case 'header':
      return el('p', { class: 'block-header' }, ...drawText(block.text, context));
    case 'section':
      return drawSection(block, context);
    case 'context':
      return el('p', { class: 'block-context' }, ...joined(asList(block.elements), context));
    case 'actions':
      return el('div', { class: 'block-actions' }, ...asList(block.elements).map((one) => drawElement(one, context)));
    case 'divider':
      return el('hr');
    default:
      return el('p', { class: 'block-context' }, `(a block of type ${String(block.type)})`);
  }
}

function drawSection(block: Plain, context: BlockContext): HTMLElement {
  const fields = asList(block.fields);
  const accessory = isPlain(block.accessory) ? drawElement(block.accessory, context) : null;
  return el(
    'div',
    { class: 'block-section' },
    block.text ? el('p', {}, ...drawText(block.text, context)) : null,
    fields.length > 0 &&
      el('div', { class: 'block-fields' }, ...fields.map((field) => el('p', {}, ...drawText(field, context)))),
    accessory,
  );
}

function drawElement(element: Plain, context: BlockContext): Child {
  if (element.type !== 'button') return el('span', { class: 'block-context' }, `(${String(element.type)})`);
  const label = plainText(element.text);
  if (typeof element.url === 'string') {
    const link = context.link(element.url, label);
    link.classList.add('slack-button');
    return link;
  }
  const actionId = String(element.action_id ?? '');
  return el(
    'button',
    {
      type: 'button',
      class: element.style === 'primary' ? 'slack-button primary' : 'slack-button',
      onclick: () => context.press(actionId, label),
    },
    label,
  );
}

function drawText(text: unknown, context: BlockContext): Child[] {
  if (!isPlain(text) || typeof text.text !== 'string') return [];
  return text.type === 'mrkdwn' ? drawMrkdwn(text.text, context) : [text.text];
}

function joined(elements: Plain[], context: BlockContext): Child[] {
  return elements.flatMap((element, index) => [index > 0 ? '  ' : null, ...drawText(element, context)]);
}

function plainText(text: unknown): string {
  return isPlain(text) && typeof text.text === 'string' ? text.text : '';
}

function asList(value: unknown): Plain[] {
  return Array.isArray(value) ? value.filter(isPlain) : [];
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
