/** The toy product: choose a user and press its buttons. Each press is a real event through a Segment SDK. */
import type { PageState } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';

export type ProductChoices = {
  userId: string | null;
  signingUp: boolean;
  /** Typed so far; kept while the page redraws. */
  form: { name: string; email: string; company: string };
  choose: (userId: string) => void;
  press: (userId: string, action: string, label: string) => void;
  toggleSignUp: () => void;
  signUp: (form: { name: string; email: string; company: string }) => void;
};

export function drawProduct(state: PageState, choices: ProductChoices): void {
  const { people, actions } = state.product;
  const chosen = people.find((person) => person.userId === choices.userId) ?? people[0];
  redraw(
    byId('product'),
    el(
      'div',
      { class: 'product-brand' },
      el('span', { class: 'product-mark', 'aria-hidden': 'true' }, '◔'),
      el(
        'div',
        {},
        el('h2', { id: 'product-title' }, 'Acme Analytics'),
        el('p', { class: 'hint' }, 'each press sends a real event'),
      ),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'primary',
        'data-key': 'sign-up-toggle',
        'aria-expanded': String(choices.signingUp),
        'aria-controls': 'sign-up-form',
        onclick: choices.toggleSignUp,
      },
      'Sign up a new person',
    ),
    people.length > 0 &&
      el(
        'label',
        { class: 'picker' },
        el('span', { class: 'hint' }, 'Signed in as'),
        el(
          'select',
          {
            id: 'user-picker',
            'data-key': 'user-picker',
            onchange: (event) => choices.choose((event.currentTarget as HTMLSelectElement).value),
          },
          ...people.map((person) =>
            el(
              'option',
              { value: person.userId, selected: person === chosen },
              person.company ? `${person.name}, ${person.company}` : person.name,
            ),
          ),
        ),
      ),
    chosen === undefined && el('p', { class: 'hint' }, 'Nobody has signed up yet.'),
    chosen !== undefined &&
      !state.contacts.some((contact) => contact.email === chosen.email) &&
      el('p', { class: 'hint' }, 'Not in HubSpot: contacts are made when somebody crosses.'),
    chosen
      ? el(
          'div',
          { class: 'product-actions', role: 'group', 'aria-label': 'Use the product' },
          ...actions.map((action) =>
            el(
              'button',
              {
                type: 'button',
                'data-key': `act-${action.id}`,
                'data-action': action.id,
                onclick: () => choices.press(chosen.userId, action.id, action.label),
              },
              action.label,
            ),
          ),
        )
      : null,
    drawSignUp(choices),
  );
}

function drawSignUp(choices: ProductChoices): HTMLElement {
  const field = (name: 'name' | 'email' | 'company', label: string, type: string, example: string) =>
    el(
      'label',
      {},
      el('span', {}, label),
      el('input', {
        type,
        name,
        required: true,
        maxlength: 120,
        placeholder: example,
        value: choices.form[name],
        'data-key': `sign-up-${name}`,
        oninput: (event) => {
          choices.form[name] = (event.currentTarget as HTMLInputElement).value;
        },
      }),
    );
  return el(
    'form',
    {
      id: 'sign-up-form',
      class: 'sign-up',
      hidden: !choices.signingUp,
      onsubmit: (event) => {
        event.preventDefault();
        choices.signUp({ ...choices.form });
      },
    },
    field('name', 'Name', 'text', 'Noor Haddad'),
    field('email', 'Work e-mail', 'email', 'noor@brightyard.test'),
    field('company', 'Company', 'text', 'Brightyard'),
    el('button', { type: 'submit', class: 'primary', 'data-key': 'sign-up-submit' }, 'Sign up'),
  );
}
