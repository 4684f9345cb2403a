/** The toy product: choose a user and press its buttons. Each press is a real event through a Segment SDK. */
import type { PageState, ProductPerson } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { standingWords } from './standing-words.ts';

export type ProductChoices = {
  userId: string | null;
  signingUp: boolean;
  /** Typed so far; kept while the page redraws. */
  form: { name: string; email: string; company: string };
  /** What became of the last press; '' before the first. */
  said: string;
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
      { class: 'product-top' },
      el(
        'div',
        { class: 'product-brand' },
        el('span', { class: 'product-mark', 'aria-hidden': 'true' }, '◔'),
        el(
          'div',
          {},
          el('h2', { id: 'product-title' }, 'Acme Analytics'),
          el('p', { id: 'product-said', class: 'hint cut' }),
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
    ),
    // The form takes the place of the product's buttons: opening it moves nothing else on the page.
    !choices.signingUp && drawUser(state, chosen, choices),
    !choices.signingUp &&
      chosen !== undefined &&
      el('p', { id: 'product-standing', class: 'product-standing hint' }, standingWords(chosen, state)),
    !choices.signingUp && chosen !== undefined && drawActions(chosen, actions, choices),
    drawSignUp(choices),
  );
  sayInProduct(choices.said);
}

/** Words beside the product's name, without drawing the rest again. */
export function sayInProduct(said: string): void {
  const place = document.getElementById('product-said');
  if (place) place.textContent = said === '' ? 'each press sends a real event' : said;
}

function drawUser(state: PageState, chosen: ProductPerson | undefined, choices: ProductChoices): HTMLElement {
  if (chosen === undefined) return el('p', { class: 'product-who hint' }, 'Nobody has signed up yet.');
  return el(
    'div',
    { class: 'product-who' },
    el(
      'label',
      { class: 'picker' },
      el('span', { class: 'hint' }, 'Using the product as'),
      el(
        'select',
        {
          id: 'user-picker',
          'data-key': 'user-picker',
          onchange: (event) => choices.choose((event.currentTarget as HTMLSelectElement).value),
        },
        ...state.product.people.map((person) =>
          el(
            'option',
            { value: person.userId, selected: person === chosen },
            person.company ? `${person.name}, ${person.company}` : person.name,
          ),
        ),
      ),
    ),
  );
}

function drawActions(
  chosen: ProductPerson,
  actions: PageState['product']['actions'],
  choices: ProductChoices,
): HTMLElement {
  return el(
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
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key === 'Escape') choices.toggleSignUp();
      },
      onsubmit: (event) => {
        event.preventDefault();
        choices.signUp({ ...choices.form });
      },
    },
    field('name', 'Name', 'text', 'Noor Haddad'),
    field('email', 'Work e-mail', 'email', 'noor@brightyard.test'),
    field('company', 'Company', 'text', 'Brightyard'),
    el(
      'div',
      { class: 'sign-up-buttons' },
      el('button', { type: 'submit', class: 'primary', 'data-key': 'sign-up-submit' }, 'Sign up'),
      el('button', { type: 'button', 'data-key': 'sign-up-cancel', onclick: choices.toggleSignUp }, 'Cancel'),
    ),
  );
}
