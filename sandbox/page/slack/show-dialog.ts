/** Opens a dialog over the page; when it closes it is gone, and the keyboard is where it was. */
import { rememberFocus, returnFocus } from '../focus-place.ts';

/** `closed` is called however it ends: by a button, by Escape, or by `dialog.close()`. */
export function showDialog(dialog: HTMLDialogElement, closed: (dialog: HTMLDialogElement) => void): void {
  const place = rememberFocus();
  dialog.addEventListener('close', () => {
    dialog.remove();
    returnFocus(place);
    closed(dialog);
  });
  document.body.append(dialog);
  dialog.showModal();
}
