/** Builds elements from data. Text always becomes text nodes, so nothing from an event can become markup. */
export type Child = Node | string | null | false;

type Attributes = Record<string, string | number | boolean | null | ((event: Event) => void)>;

/** Attributes named `onclick` and the like take a function; `true` sets an empty attribute; null and false leave it out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * Puts new content into a panel without stealing the keyboard: whoever had the focus, found by `data-key`, has it again,
 * and scrolled areas with a `data-scroll` name stay where they were.
 */
export function redraw(panel: HTMLElement, ...children: Child[]): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && panel.contains(focused) ? focused.dataset.key : undefined;
  const scrolled = new Map<string, number>();
  for (const area of panel.querySelectorAll<HTMLElement>('[data-scroll]')) {
    scrolled.set(area.dataset.scroll ?? '', area.scrollTop);
  }
  panel.replaceChildren(...children.filter((child) => child !== null && child !== false));
  for (const area of panel.querySelectorAll<HTMLElement>('[data-scroll]')) {
    area.scrollTop = scrolled.get(area.dataset.scroll ?? '') ?? 0;
  }
  if (key) panel.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
