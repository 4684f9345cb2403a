/** Where the keyboard is, remembered over a redrawing: the element itself, one with the same `data-key`, or its row. */
export type FocusPlace = { element: HTMLElement; key: string | undefined; row: string | undefined };

export function rememberFocus(): FocusPlace | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  return { element, key: element.dataset.key, row: element.closest<HTMLElement>('[data-row]')?.dataset.row };
}

/** Leaves the keyboard alone when it is somewhere. `otherwise`: where it goes when nothing of the place is left. */
export function returnFocus(place: FocusPlace | null, otherwise?: HTMLElement): void {
  if (place === null || (document.activeElement !== null && document.activeElement !== document.body)) return;
  const { element, key, row } = place;
  const again = (element.isConnected ? element : null) ?? find('key', key) ?? find('row', row) ?? otherwise;
  again?.focus({ preventScroll: true });
}

function find(name: 'key' | 'row', value: string | undefined): HTMLElement | null {
  return value === undefined ? null : document.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
}
