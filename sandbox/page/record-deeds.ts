/** What somebody of sales may do with the contact shown. */
import type { ContactView } from '../demo/page-state.ts';
import { el } from './dom.ts';

export type DeedChoices = { perform: (contact: ContactView, deed: string, label: string) => void };

const deeds = [
  { deed: 'call', label: 'Log a call' },
  { deed: 'meeting', label: 'Book a meeting' },
  { deed: 'deal', label: 'Win a deal' },
];

export function drawDeeds(contact: ContactView, { perform }: DeedChoices): HTMLElement {
  return el(
    'div',
    { class: 'deeds', role: 'group', 'aria-label': `As sales, with ${contact.name}` },
    ...deeds.map(({ deed, label }) =>
      el('button', { type: 'button', 'data-key': `deed-${deed}`, onclick: () => perform(contact, deed, label) }, label),
    ),
  );
}
