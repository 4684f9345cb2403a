/** Every state of a card side by side. `?width=640` draws them wide, `?only=Handed off` one of them. */
import { answerFetchWith, type HubspotFetch } from '../browser/host.ts';
import type { GalleryState } from './gallery-states.ts';
import { behave } from './json-answer.ts';

export type Gallery = {
  /** The card's element, and its attribute that says on which record it stands. */
  tag: string;
  idAttribute: string;
  /** By the id of the record in the gallery. */
  states: Record<number, GalleryState>;
  widths: { usual: number; wide: number };
  /** What is asked besides the card's first question; undefined for that one. */
  answerMore?: (url: URL, body: object) => object | 'failure' | undefined;
};

export function drawGallery({ tag, idAttribute, states, widths, answerMore }: Gallery): void {
  const asked = new Map<number, number>();

  answerFetchWith((...[url, options]: Parameters<HubspotFetch>) => {
    const address = new URL(url);
    const recordId = Number(address.searchParams.get('contactId') ?? address.searchParams.get('companyId'));
    const state = states[recordId];
    const more = answerMore?.(address, options?.body ?? {});
    if (more !== undefined) return behave(more);
    const before = asked.get(recordId) ?? 0;
    asked.set(recordId, before + 1);
    if (before === 0 && state?.later !== undefined) setTimeout(() => askAgain(recordId), 100);
    return behave((before > 0 ? state?.later : undefined) ?? state?.first ?? 'failure');
  });

  /** As somebody who wants it fresh; as soon as the first answer is drawn. */
  function askAgain(recordId: number): void {
    const card = document.querySelector(`${tag}[${idAttribute}="${recordId}"]`);
    const buttons = [...(card?.shadowRoot?.querySelectorAll('button') ?? [])];
    const refresh = buttons.find((button) => button.textContent === 'Refresh' && !button.disabled);
    if (refresh === undefined) setTimeout(() => askAgain(recordId), 100);
    else refresh.click();
  }

  const query = new URLSearchParams(location.search);
  const gallery = document.querySelector<HTMLElement>('#gallery');
  gallery?.style.setProperty('--card-width', `${Number(query.get('width') ?? widths.usual)}px`);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-width]')) {
    link.href = `?width=${link.dataset.width === 'wide' ? widths.wide : widths.usual}`;
  }
  for (const [recordId, { title }] of Object.entries(states)) {
    if (query.has('only') && query.get('only') !== title) continue;
    const card = document.createElement(tag);
    card.setAttribute(idAttribute, recordId);
    const section = document.createElement('section');
    section.setAttribute('aria-label', title);
    const heading = document.createElement('h2');
    heading.textContent = title;
    section.append(heading, card);
    gallery?.append(section);
  }
}
