/** The sidebar of the record: the real card of the chosen contact, drawn by the preview's own element. */
import type { ContactView, PageState } from '../demo/page-state.ts';
import { byId, el } from './dom.ts';

let revision = 0;

/** Called when the record has changed: the card then asks the backend again, and keeps what it shows until it has an answer. */
export function drawRecordCard(state: PageState, contact: ContactView | undefined): void {
  byId('record-card').hidden = contact === undefined;
  if (contact === undefined) return;
  const card = document.querySelector('contact-card-preview') ?? mountCard();
  card.setAttribute('time-zone', state.timeZone);
  card.setAttribute('contact-id', contact.id);
  revision += 1;
  card.setAttribute('revision', String(revision));
}

/** HubSpot's sidebar scrolls; this one does too, by keyboard as well. */
function mountCard(): Element {
  const card = document.createElement('contact-card-preview');
  byId('record-card-body').replaceChildren(
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The card' }, card),
  );
  return card;
}
