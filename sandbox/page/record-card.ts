/** The sidebar of the record: the real card of the chosen contact, drawn by the preview's own element. */
import type { ContactView, PageState } from '../demo/page-state.ts';
import { byId, el } from './dom.ts';

let revision = 0;

/** Whoever is signed in to Slack is signed in to HubSpot too. */
export type Viewer = PageState['slack']['people'][number];

/**
 * Called when the record, or who looks at it, has changed: the card then asks the backend again, and keeps what it shows until it
 * has an answer.
 */
export function drawRecordCard(state: PageState, contact: ContactView | undefined, viewer: Viewer | undefined): void {
  byId('record-card').hidden = contact === undefined;
  if (contact === undefined) return;
  byId('record-card-viewer').textContent = viewer === undefined ? '' : `seen by ${viewer.name}`;
  // For the way to the backend, which says who asks.
  document.documentElement.dataset.viewer = viewer?.email ?? '';
  const card = document.querySelector('contact-card-preview') ?? mountCard();
  card.setAttribute('time-zone', state.timeZone);
  card.setAttribute('contact-id', contact.id);
  byId('record-card-others').replaceChildren(
    otherCard('history', contact.id, 'History', state, viewer),
    ...(contact.companyId === null
      ? []
      : [' ', otherCard('company', contact.companyId, 'Company card', state, viewer)]),
  );
  revision += 1;
  card.setAttribute('revision', String(revision));
}

/** The other cards have pages of their own: the company's sidebar, and the contact's tab. */
function otherCard(
  card: 'company' | 'history',
  record: string,
  label: string,
  { timeZone }: PageState,
  viewer: Viewer | undefined,
): Element {
  const query = { record, zone: timeZone, viewer: viewer?.email ?? '' };
  const href = `/card-preview/${card}?${new URLSearchParams(query)}`;
  return el('a', { href, target: '_blank', rel: 'noreferrer' }, label);
}

/** HubSpot's sidebar scrolls; this one does too, by keyboard as well. */
function mountCard(): Element {
  const card = document.createElement('contact-card-preview');
  byId('record-card-body').replaceChildren(
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The card' }, card),
  );
  return card;
}
