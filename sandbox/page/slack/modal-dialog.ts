/** The modal that is open for whoever is signed in: a real dialog, with what Slack finds wrong next to each field. */
import type { ModalView, PageState, SubmittedView } from '../../demo/page-state.ts';
import { answerOf, ask } from '../ask.ts';
import { el } from '../dom.ts';
import { drawField, readFields, showFieldErrors } from './modal-fields.ts';
import { showDialog } from './show-dialog.ts';
import { drawBlocks } from './slack-blocks.ts';
import type { SlackChoices } from './slack-choices.ts';

type Shown = { modal: ModalView; dialog: HTMLDialogElement };

let shown: Shown | null = null;
/** Closed here; the state may still tell of them for a moment. */
const closedHere = new Set<string>();

export function drawModal(state: PageState, choices: SlackChoices): void {
  const wanted = state.slack.modals.findLast(({ id, user }) => user === choices.person && !closedHere.has(id)) ?? null;
  if (wanted?.id === shown?.modal.id && wanted?.hash === shown?.modal.hash) return;
  const before = shown;
  shown = null;
  before?.dialog.close();
  if (wanted) shown = { modal: wanted, dialog: openDialog(wanted, state, choices) };
}

function openDialog(modal: ModalView, state: PageState, choices: SlackChoices): HTMLDialogElement {
  const context = {
    names: state.slack.names,
    link: (_url: string, label: string) => el('span', {}, label),
    key: modal.id,
    press: null,
    pending: null,
  };
  const dialog = el(
    'dialog',
    { class: 'slack-dialog', 'aria-labelledby': 'slack-modal-title' },
    el(
      'form',
      { novalidate: true, onsubmit: (event) => void submit(event, modal, dialog, choices) },
      el(
        'div',
        { class: 'dialog-head' },
        el('h2', { id: 'slack-modal-title' }, modal.title),
        el('button', { type: 'button', class: 'dialog-x', 'aria-label': 'Close', onclick: () => dialog.close() }, '✕'),
      ),
      el(
        'div',
        { class: 'dialog-body' },
        el('p', { class: 'modal-trouble', role: 'alert', hidden: true }),
        ...modal.blocks.flatMap((block) => (block.type === 'input' ? drawField(block) : drawBlocks([block], context))),
      ),
      el(
        'div',
        { class: 'dialog-buttons' },
        el('button', { type: 'button', class: 'slack-button', onclick: () => dialog.close() }, modal.close),
        modal.submit !== null && el('button', { type: 'submit', class: 'slack-button primary' }, modal.submit),
      ),
    ),
  );
  showDialog(dialog, () => closed(modal, choices));
  dialog.querySelector<HTMLElement>('.modal-field :is(input, select, textarea)')?.focus();
  return dialog;
}

/** By Escape or a button; or because the state has it no longer, and then there is nobody to tell. */
function closed(modal: ModalView, choices: SlackChoices): void {
  if (shown?.modal !== modal) return;
  shown = null;
  closedHere.add(modal.id);
  ask('/api/slack/close', { viewId: modal.id, user: choices.person }).catch(() => undefined);
}

async function submit(event: Event, modal: ModalView, dialog: HTMLDialogElement, choices: SlackChoices): Promise<void> {
  event.preventDefault();
  const button = dialog.querySelector<HTMLElement>('[type=submit]');
  if (button?.getAttribute('aria-disabled') === 'true') return;
  button?.setAttribute('aria-disabled', 'true');
  const values = readFields(dialog, modal.blocks);
  const result = await answerOf<SubmittedView>('/api/slack/submit', {
    viewId: modal.id,
    user: choices.person,
    values,
  }).catch((error: Error): SubmittedView => ({ closed: false, errors: {}, trouble: error.message }));
  button?.removeAttribute('aria-disabled');
  if (result.closed) {
    closedHere.add(modal.id);
    if (shown?.modal === modal) shown = null;
    dialog.close();
    return;
  }
  const trouble = dialog.querySelector<HTMLElement>('.modal-trouble');
  if (trouble) {
    trouble.hidden = result.trouble === null;
    trouble.textContent =
      result.trouble === null ? '' : `We had some trouble connecting. Try again? (${result.trouble})`;
  }
  showFieldErrors(dialog, result.errors);
}
