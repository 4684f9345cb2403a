/** A list whose rows can be opened is one stop of the Tab key: the arrow keys go from row to row. */

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** `current`: the row that Tab goes to, by its `data-key`; the first one while that is not there. */
export function makeOneStop(list: HTMLElement, current: { key: string | null }): void {
  const rows = () => [...list.querySelectorAll<HTMLElement>('summary')].filter(isShown);
  const stopAt = (row: HTMLElement | undefined) => {
    for (const one of list.querySelectorAll<HTMLElement>('summary')) one.tabIndex = one === row ? 0 : -1;
  };
  const all = rows();
  stopAt(all.find(({ dataset }) => dataset.key === current.key) ?? all[0]);
  list.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.tagName !== 'SUMMARY') return;
    current.key = target.dataset.key ?? null;
    stopAt(target);
  });
  list.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    const shown = rows();
    const at = shown.indexOf(event.target as HTMLElement);
    if (step === undefined || at === -1) return;
    event.preventDefault();
    shown[step(at, shown.length)]?.focus();
  });
}

/** Not within something that is closed; the row that opens it is. */
function isShown(row: HTMLElement): boolean {
  const around = row.parentElement?.parentElement?.closest('details');
  return around === null || around === undefined || around.open;
}
