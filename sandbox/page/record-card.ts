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
