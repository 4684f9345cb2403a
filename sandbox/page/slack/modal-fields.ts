/** The fields of a modal: drawn with labels, hints and errors that belong to them, and read when it is submitted. */
import { type Child, el } from '../dom.ts';
import { asList, isPlain, optionGroups, type Plain, plainText } from './plain.ts';

export function drawField(block: Plain): HTMLElement {
  const id = idOf(block);
  const element = isPlain(block.element) ? block.element : {};
  const hint = plainText(block.hint);
  const label: Child[] = [
    plainText(block.label),
    block.optional === true && el('span', { class: 'hint' }, ' (optional)'),
  ];
  const after = [
    hint !== '' && el('p', { id: `${id}-hint`, class: 'hint' }, hint),
    el('p', { id: `${id}-error`, class: 'field-error', hidden: true }),
  ];
  const about = { id, class: 'field-input', 'aria-describedby': `${hint === '' ? '' : `${id}-hint `}${id}-error` };
  if (element.type === 'radio_buttons') {
    return el(
      'fieldset',
      { ...about, class: 'modal-field', 'data-block': String(block.block_id), role: 'radiogroup' },
      el('legend', { class: 'field-label' }, ...label),
      ...asList(element.options).map((option) => drawRadio(option, element, id)),
      ...after,
    );
  }
  return el(
    'div',
    { class: 'modal-field', 'data-block': String(block.block_id) },
    el('label', { for: id, class: 'field-label' }, ...label),
    drawInput(element, about),
    ...after,
  );
}

function drawInput(element: Plain, about: { id: string; class: string; 'aria-describedby': string }): HTMLElement {
  switch (element.type) {
    case 'plain_text_input': {
      const initial = typeof element.initial_value === 'string' ? element.initial_value : '';
      const placeholder = plainText(element.placeholder) || null;
      if (element.multiline === true) return el('textarea', { ...about, rows: 4, placeholder }, initial);
      return el('input', { ...about, type: 'text', placeholder, value: initial, autocomplete: 'off' });
    }
    case 'static_select':
      return el(
        'select',
        about,
        el('option', { value: '' }, plainText(element.placeholder) || 'Choose an option'),
        ...optionGroups(element).flatMap(({ label, options }) => {
          const drawn = options.map((option) => drawOption(option, element));
          return label === '' ? drawn : [el('optgroup', { label }, ...drawn)];
        }),
      );
    default:
      return el('p', { id: about.id, class: 'hint' }, `(${String(element.type)}: not drawn here)`);
  }
}

function drawOption(option: Plain, element: Plain): HTMLElement {
  return el('option', { value: String(option.value), selected: isInitial(option, element) }, plainText(option.text));
}

function drawRadio(option: Plain, element: Plain, name: string): HTMLElement {
  const description = plainText(option.description);
  return el(
    'label',
    { class: 'radio' },
    el('input', { type: 'radio', name, value: String(option.value), checked: isInitial(option, element) }),
    el(
      'span',
      {},
      plainText(option.text),
      description !== '' && el('span', { class: 'hint radio-description' }, description),
    ),
  );
}

function isInitial(option: Plain, { initial_option: initial }: Plain): boolean {
  return isPlain(initial) && initial.value === option.value;
}

/** What is filled in, by block id and action id; what this page cannot draw is left as it came. */
export function readFields(dialog: HTMLElement, blocks: Plain[]): Record<string, Record<string, string>> {
  const values: Record<string, Record<string, string>> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !isPlain(block.element)) continue;
    const value = readField(dialog, idOf(block));
    if (value !== null) values[String(block.block_id)] = { [String(block.element.action_id)]: value };
  }
  return values;
}

function readField(dialog: HTMLElement, id: string): string | null {
  const field = dialog.querySelector(`#${CSS.escape(id)}`);
  if (field instanceof HTMLFieldSetElement) {
    return field.querySelector<HTMLInputElement>('input:checked')?.value ?? '';
  }
  const isInput =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  return isInput ? field.value : null;
}

/** Replaces the errors shown before; the keyboard goes to the first field that has one. */
export function showFieldErrors(dialog: HTMLElement, errors: Record<string, string>): void {
  let first: HTMLElement | null = null;
  for (const field of dialog.querySelectorAll<HTMLElement>('.modal-field')) {
    const error = errors[field.dataset.block ?? ''] ?? '';
    const place = field.querySelector<HTMLElement>('.field-error');
    const input = field.querySelector<HTMLElement>('input, select, textarea');
    const marked = field instanceof HTMLFieldSetElement ? field : input;
    if (place) {
      place.textContent = error;
      place.hidden = error === '';
    }
    if (error === '') marked?.removeAttribute('aria-invalid');
    else marked?.setAttribute('aria-invalid', 'true');
    if (error !== '') first ??= input;
  }
  first?.focus();
}

function idOf(block: Plain): string {
  return `modal-${encodeURIComponent(String(block.block_id))}`;
}
