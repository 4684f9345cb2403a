/** The contact's record: the properties as HubSpot has them, ours first, each with its meaning and history. */
import type { ContactView, PageState, PropertySection, PropertyView } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { type DeedChoices, drawDeeds } from './record-deeds.ts';
import { makeOneStop } from './row-keys.ts';
import { showMoment } from './show-time.ts';

export type RecordChoices = {
  contact: string | null;
  /** Properties whose history is open, and sections whose empty properties are shown. */
  opened: Set<string>;
  choose: (contactId: string) => void;
  toggled: () => void;
} & DeedChoices;

/** What was drawn last, so that a changed value can flash once. */
const drawn = new Map<string, string>();

export function chosenContact(state: PageState, choices: { contact: string | null }): ContactView | undefined {
  return state.contacts.find((contact) => contact.id === choices.contact) ?? state.contacts[0];
}

export function drawRecord(state: PageState, choices: RecordChoices): void {
  const contact = chosenContact(state, choices);
  const picker = el(
    'select',
    {
      id: 'contact-picker',
      'data-key': 'contact-picker',
      onchange: (event) => choices.choose((event.currentTarget as HTMLSelectElement).value),
    },
    ...state.contacts.map((one) =>
      el(
        'option',
        { value: one.id, selected: one.id === contact?.id },
        one.company ? `${one.name}, ${one.company}` : one.name,
      ),
    ),
  );
  const properties = contact && drawProperties(contact, state, choices);
  redraw(
    byId('record'),
    el(
      'div',
      { class: 'panel-head' },
      el('h2', { id: 'record-title' }, 'Contact record'),
      state.contacts.length > 0 &&
        el('label', { class: 'picker' }, el('span', { class: 'sr-only' }, 'Contact'), picker),
    ),
    contact
      ? el(
          'div',
          { class: 'scroll', 'data-scroll': contact.id, tabindex: 0, role: 'region', 'aria-label': 'Properties' },
          drawIdentity(contact),
          drawDeeds(contact, choices),
          properties ?? null,
        )
      : el('p', { class: 'empty' }, 'No contacts in the local HubSpot yet.'),
  );
}

/** What Tab goes to among the rows. */
const row: { key: string | null } = { key: null };

function drawProperties(contact: ContactView, state: PageState, choices: RecordChoices): HTMLElement {
  const list = el('div', {}, ...contact.sections.map((section) => drawSection(section, contact, state, choices)));
  makeOneStop(list, row);
  return list;
}

function drawIdentity(contact: ContactView): HTMLElement {
  const initials = contact.name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return el(
    'div',
    { class: 'identity' },
    el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials),
    el(
      'div',
      {},
      el('p', { class: 'identity-name' }, contact.name),
      el('p', { class: 'hint' }, [contact.company, contact.email].filter((part) => part !== '').join(' · ')),
    ),
  );
}

function drawSection(
  section: PropertySection,
  contact: ContactView,
  state: PageState,
  choices: RecordChoices,
): HTMLElement {
  const filled = section.properties.filter((property) => property.shown !== '');
  const empty = section.properties.filter((property) => property.shown === '');
  const emptyKey = `${contact.id}:empty:${section.title}`;
  return el(
    'section',
    { class: 'section' },
    el('h3', {}, section.title),
    filled.length === 0 && el('p', { class: 'empty small' }, 'Nothing written yet.'),
    ...filled.map((property) => drawProperty(property, contact, section, state, choices)),
    empty.length > 0 &&
      disclosure(
        emptyKey,
        choices,
        'empty-properties',
        [`${empty.length} empty ${empty.length === 1 ? 'property' : 'properties'}`],
        empty.map((property) => drawProperty(property, contact, section, state, choices)),
      ),
  );
}

function drawProperty(
  property: PropertyView,
  contact: ContactView,
  section: PropertySection,
  state: PageState,
  choices: RecordChoices,
): HTMLElement {
  const key = `${contact.id}:${section.title}:${property.name}`;
  const before = drawn.get(key);
  const changed = before !== undefined && before !== property.shown;
  drawn.set(key, property.shown);
  const kind = `property${property.ours ? ' ours' : ''}${changed ? ' flash' : ''}`;
  const row = disclosure(
    key,
    choices,
    kind,
    [
      el('span', { class: 'property-label' }, property.label),
      el('span', { class: 'property-value' }, property.shown === '' ? '–' : property.shown),
    ],
    [
      property.description !== '' && el('p', { class: 'hint' }, property.description),
      el('p', { class: 'hint' }, el('code', {}, property.name)),
      property.history.length === 0
        ? el('p', { class: 'hint' }, 'Never written.')
        : el(
            'ol',
            { class: 'history', 'aria-label': `History of ${property.label}` },
            ...property.history.map((entry) =>
              el(
                'li',
                {},
                el('span', { class: 'history-value' }, entry.value === '' ? '(cleared)' : entry.value),
                el('span', { class: 'hint' }, `${showMoment(entry.at, state.timeZone)} · ${entry.by}`),
              ),
            ),
          ),
    ],
  );
  row.dataset.property = property.name;
  row.title = property.history
    .slice(0, 5)
    .map((entry) => `${showMoment(entry.at, state.timeZone)}  ${entry.value === '' ? '(cleared)' : entry.value}`)
    .join('\n');
  return row;
}

function disclosure(
  key: string,
  choices: RecordChoices,
  className: string,
  summary: (Node | string)[],
  content: (Node | string | false)[],
): HTMLElement {
  return el(
    'details',
    {
      class: className,
      open: choices.opened.has(key),
      ontoggle: (event) => {
        if ((event.currentTarget as HTMLDetailsElement).open) choices.opened.add(key);
        else choices.opened.delete(key);
        choices.toggled();
      },
    },
    el('summary', { 'data-key': key }, ...summary),
    el('div', { class: 'disclosed' }, ...content),
  );
}
