import { askThroughHubspot } from './ask-through-hubspot.ts';

/**
 * Puts one live card on the page, on the record that the address names, as somebody sees it:
 * `?record=900&portal=4711&zone=Europe/Berlin&viewer=maria@acme.test`.
 */
export function mountLive(tag: string, idAttribute: string): void {
  const place = document.querySelector<HTMLElement>('#live');
  const query = new URLSearchParams(location.search);
  const record = query.get('record');
  askThroughHubspot(() => query.get('viewer') || undefined);
  if (place === null || record === null) return;
  const card = document.createElement(tag);
  card.setAttribute(idAttribute, record);
  card.setAttribute('portal-id', query.get('portal') ?? '0');
  card.setAttribute('time-zone', query.get('zone') ?? 'Europe/Berlin');
  place.replaceChildren(card);
}
