/**
 * Draws a list row by row, and a row again only when what it shows has changed: whoever reads, marks text or has a menu
 * open in another row is left alone, however long the list is.
 */
import { rememberFocus, returnFocus } from './focus-place.ts';

/** `from`: all that the row is drawn from, as text. */
export type DrawnRow = { key: string; from: string; draw: () => HTMLElement };

const drawnFrom = new WeakMap<Element, string>();

export function drawRows(list: HTMLElement, rows: DrawnRow[]): void {
  const focused = list.contains(document.activeElement) ? rememberFocus() : null;
  const keys = new Set(rows.map(({ key }) => key));
  const present = new Map<string, Element>();
  for (const row of [...list.children]) {
    const key = (row as HTMLElement).dataset.row ?? '';
    if (keys.has(key)) present.set(key, row);
    // First of all, so that the rows that stay are in their places and none has to be moved: that would close its menu.
    else row.remove();
  }
  let place = list.firstElementChild;
  for (const { key, from, draw } of rows) {
    const old = present.get(key);
    const isSame = old !== undefined && drawnFrom.get(old) === from;
    const row = isSame ? old : mark(draw(), key, from);
    if (old !== undefined && old === place) place = place.nextElementSibling;
    if (!isSame) old?.remove();
    if (row.nextElementSibling !== place || row.parentElement !== list) list.insertBefore(row, place);
  }
  returnFocus(focused, list);
}

function mark(row: HTMLElement, key: string, from: string): HTMLElement {
  row.dataset.row = key;
  drawnFrom.set(row, from);
  return row;
}
