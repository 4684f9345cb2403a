/**
 * A button that opens a menu of options: a select or an overflow menu of a message. No native select: there the arrow
 * keys alone would choose, and what is chosen is sent at once.
 */
import { el } from '../dom.ts';
import { optionGroups, type Plain, plainText } from './plain.ts';

export type Choice = { label: string; name?: string; key: string; isMenu: boolean; element: Plain };

export function drawChoice(choice: Choice, choose: (option: Plain) => void): HTMLElement {
  const { label, name = null, key, isMenu } = choice;
  const button = el(
    'button',
    {
      type: 'button',
      class: isMenu ? 'slack-button more' : 'slack-button',
      'data-key': key,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': name,
      onclick: () => openMenu(button, choice, choose),
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key !== 'ArrowDown') return;
        event.preventDefault();
        openMenu(button, choice, choose);
      },
    },
    label,
    !isMenu && el('span', { class: 'choice-mark', 'aria-hidden': 'true' }, '▾'),
  );
  return button;
}

function openMenu(button: HTMLElement, { name, label, element }: Choice, choose: (option: Plain) => void): void {
  if (button.getAttribute('aria-expanded') === 'true') return;
  const menu = el(
    'div',
    { class: 'slack-menu', role: 'menu', popover: 'auto', 'aria-label': name ?? label, onkeydown: moveInMenu },
    ...optionGroups(element).map((group) =>
      el(
        'div',
        { role: 'group', 'aria-label': group.label || null },
        group.label !== '' && el('p', { class: 'slack-menu-group', 'aria-hidden': 'true' }, group.label),
        ...group.options.map((option) =>
          el(
            'button',
            {
              type: 'button',
              role: 'menuitem',
              tabindex: -1,
              onclick: () => {
                menu.hidePopover();
                choose(option);
              },
            },
            plainText(option.text),
            option.description ? el('span', { class: 'hint' }, plainText(option.description)) : null,
          ),
        ),
      ),
    ),
  );
  const follow = () => {
    if (menu.isConnected) place(menu, button);
    else document.removeEventListener('scroll', follow, true);
  };
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') return;
    button.setAttribute('aria-expanded', 'false');
    menu.remove();
  });
  menu.addEventListener('beforetoggle', (event) => {
    // Whoever leaves the menu is back at its button, unless they have gone elsewhere.
    if ((event as ToggleEvent).newState === 'closed' && menu.contains(document.activeElement)) button.focus();
  });
  button.after(menu);
  button.setAttribute('aria-expanded', 'true');
  menu.showPopover();
  place(menu, button);
  menu.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
  document.addEventListener('scroll', follow, true);
}

/** Below its button; above where there is no room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const isAbove = at.bottom + height > window.innerHeight && at.top > height;
  menu.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
  menu.style.top = `${isAbove ? at.top - height - 4 : at.bottom + 4}px`;
}

function moveInMenu(event: Event): void {
  const { key } = event as KeyboardEvent;
  const menu = event.currentTarget as HTMLElement;
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const current = items.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowDown: (current + 1) % items.length,
    ArrowUp: (current - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[key];
  if (key === 'Tab') menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}
