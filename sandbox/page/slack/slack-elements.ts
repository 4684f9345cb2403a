/** What can be pressed or chosen in a message. */
import { type Child, el } from '../dom.ts';
import { drawChoice } from './choice-menu.ts';
import { askToConfirm } from './confirm-dialog.ts';
import { drawText, type MrkdwnContext } from './mrkdwn.ts';
import { isPlain, type Plain, plainText } from './plain.ts';

export type Press = { blockId: string; actionId: string; option?: string; label: string };

export type ElementContext = MrkdwnContext & {
  /** Names a message's elements apart from those of other messages. */
  key: string;
  /** Null where nothing can be pressed. */
  press: ((press: Press) => void) | null;
  /** The press that Zo Handoff has not answered yet. */
  pending: string | null;
};

/** Names a press among those of its message. */
export function pressKey({ blockId, actionId }: Pick<Press, 'blockId' | 'actionId'>): string {
  return `${blockId}/${actionId}`;
}

export function drawElement(element: Plain, block: Plain, context: ElementContext): Child {
  const blockId = String(block.block_id ?? '');
  const actionId = String(element.action_id ?? '');
  const place = { blockId, actionId };
  const isPending = context.pending === pressKey(place);
  const key = `${context.key} ${pressKey(place)}`;
  const press = (label: string, option?: Plain) => {
    const chosen = option === undefined ? {} : { option: String(option.value) };
    if (context.pending === null)
      void confirmed(element, context, () => context.press?.({ ...place, label, ...chosen }));
  };
  if (context.press === null) return el('span', { class: 'block-context' }, `(${String(element.type)})`);
  switch (element.type) {
    case 'button':
      return drawButton(element, { key, isPending, press }, context);
    case 'static_select': {
      const initial = isPlain(element.initial_option) ? plainText(element.initial_option.text) : '';
      const label = initial || plainText(element.placeholder) || 'Choose an option';
      return markPending(
        drawChoice({ label, key, isMenu: false, element }, (option) =>
          press(`${label}: ${plainText(option.text)}`, option),
        ),
        isPending,
      );
    }
    case 'overflow':
      return markPending(
        drawChoice({ label: '⋯', name: 'More actions', key, isMenu: true, element }, (option) =>
          press(plainText(option.text), option),
        ),
        isPending,
      );
    default:
      return el('span', { class: 'block-context' }, `(${String(element.type)})`);
  }
}

type Pressed = { key: string; isPending: boolean; press: (label: string) => void };

function drawButton(element: Plain, { key, isPending, press }: Pressed, context: ElementContext): HTMLElement {
  const label = plainText(element.text);
  const name = typeof element.accessibility_label === 'string' ? element.accessibility_label : null;
  if (typeof element.url === 'string') {
    const link = context.link(element.url, label);
    link.classList.add('slack-button');
    link.dataset.key = key;
    if (name !== null) link.setAttribute('aria-label', name);
    // Slack reports a press of a link, too.
    if (element.action_id !== undefined) link.addEventListener('click', () => press(label));
    return link;
  }
  const style = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : '';
  const button = el(
    'button',
    {
      type: 'button',
      class: `slack-button${style}`,
      'data-key': key,
      'aria-label': name,
      onclick: () => press(label),
    },
    label,
  );
  return markPending(button, isPending);
}

function markPending(button: HTMLElement, isPending: boolean): HTMLElement {
  if (isPending) {
    button.classList.add('pending');
    button.setAttribute('aria-disabled', 'true');
  }
  return button;
}

async function confirmed(element: Plain, context: MrkdwnContext, goOn: () => void): Promise<void> {
  const { confirm } = element;
  if (!isPlain(confirm) || (await askToConfirm(confirm, (text) => drawText(text, context)))) goOn();
}
