/** Slack's blocks drawn as elements. Blocks nobody here knows are named, not guessed. */
import { type Child, el } from '../dom.ts';
import { drawText } from './mrkdwn.ts';
import { asList, isPlain, type Plain, plainText } from './plain.ts';
import { drawElement, type ElementContext } from './slack-elements.ts';

export function drawBlocks(blocks: Plain[], context: ElementContext): Child[] {
  return blocks.map((block) => drawBlock(block, context));
}

function drawBlock(block: Plain, context: ElementContext): Child {
  switch (block.type) {
    case 'header':
      return el('p', { class: 'block-header' }, ...drawText(block.text, context));
    case 'section':
      return drawSection(block, context);
    case 'context':
      return el('p', { class: 'block-context' }, ...joined(asList(block.elements), context));
    case 'actions':
      return el(
        'div',
        { class: 'block-actions' },
        ...asList(block.elements).map((one) => drawElement(one, block, context)),
      );
    case 'divider':
      return el('hr');
    case 'image':
      return el('p', { class: 'block-context' }, `(an image: ${String(block.alt_text ?? plainText(block.title))})`);
    default:
      return el('p', { class: 'block-context' }, `(a block of type ${String(block.type)})`);
  }
}

function drawSection(block: Plain, context: ElementContext): HTMLElement {
  const fields = asList(block.fields);
  const accessory = isPlain(block.accessory) ? drawElement(block.accessory, block, context) : null;
  return el(
    'div',
    { class: accessory ? 'block-section with-accessory' : 'block-section' },
    el(
      'div',
      {},
      block.text ? el('p', {}, ...drawText(block.text, context)) : null,
      fields.length > 0 &&
        el('div', { class: 'block-fields' }, ...fields.map((field) => el('p', {}, ...drawText(field, context)))),
    ),
    accessory,
  );
}

function joined(elements: Plain[], context: ElementContext): Child[] {
  return elements.flatMap((element, index) => [index > 0 ? '  ' : null, ...drawText(element, context)]);
}
