/** "Are you sure?": asked before a press that comes with a `confirm`. */
import { type Child, el } from '../dom.ts';
import { isPlain, type Plain, plainText } from './plain.ts';
import { showDialog } from './show-dialog.ts';

/** `drawText` draws a text object. Resolves to whether the person goes on. */
export function askToConfirm(confirm: Plain, drawText: (text: unknown) => Child[]): Promise<boolean> {
  const answer = (value: 'yes' | 'no', label: string, style: string) =>
    el('button', { type: 'button', class: style, onclick: () => dialog.close(value) }, label);
  const isDanger = confirm.style === 'danger';
  const dialog = el(
    'dialog',
    {
      class: 'slack-dialog confirm',
      role: 'alertdialog',
      'aria-labelledby': 'slack-confirm-title',
      'aria-describedby': 'slack-confirm-text',
    },
    el('h2', { id: 'slack-confirm-title' }, plainText(confirm.title) || 'Are you sure?'),
    el('p', { id: 'slack-confirm-text' }, ...(isPlain(confirm.text) ? drawText(confirm.text) : [])),
    el(
      'div',
      { class: 'dialog-buttons' },
      answer('no', plainText(confirm.deny) || 'Cancel', 'slack-button'),
      answer('yes', plainText(confirm.confirm) || 'Yes', `slack-button ${isDanger ? 'danger' : 'primary'}`),
    ),
  );
  return new Promise((resolve) => {
    showDialog(dialog, () => resolve(dialog.returnValue === 'yes'));
  });
}
