/** Every state of the card side by side. `?width=640` draws them wide, `?only=Handed off` one of them. */
import '../browser/card-element.tsx';
import { answerFetchWith, type HubspotFetch } from '../browser/host.ts';
import { galleryStates } from './gallery-states.ts';

const asked = new Map<number, number>();

answerFetchWith((...[url, options]: Parameters<HubspotFetch>) => {
  const { pathname, searchParams } = new URL(url);
  if (pathname.endsWith('/link-product-user')) return json({ status: 'unknown user' });
  if (pathname.endsWith('/handoff-command')) return answerCommand(options?.body ?? {});
  const contactId = Number(searchParams.get('contactId'));
  const state = galleryStates[contactId];
  const before = asked.get(contactId) ?? 0;
  asked.set(contactId, before + 1);
  if (before === 0 && state?.later !== undefined) setTimeout(() => changeRecord(contactId), 100);
  const answer = before > 0 && state?.later !== undefined ? state.later : state?.first;
  if (answer === 'silence') return new Promise<Response>(() => {});
  if (answer === 'refusal') return json({}, 401);
  if (answer === undefined || answer === 'failure') return json({ asked: options?.method }, 503);
  return json(answer);
});

function answerCommand(asked: { contactId?: unknown }): Promise<Response> {
  const { first, acted } = galleryStates[Number(asked.contactId)] ?? {};
  if (acted === 'failure') return json({}, 503);
  return json(acted ?? { status: 'done', say: 'It is so now.', card: first });
}

/** The card asks again when its record changes. */
function changeRecord(contactId: number): void {
  document.querySelector(`contact-card-preview[contact-id="${contactId}"]`)?.setAttribute('revision', '2');
}

function json(body: object, status = 200): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status }));
}

const query = new URLSearchParams(location.search);
const gallery = document.querySelector<HTMLElement>('#gallery');
gallery?.style.setProperty('--card-width', `${Number(query.get('width') ?? 320)}px`);

for (const [contactId, { title }] of Object.entries(galleryStates)) {
  if (query.has('only') && query.get('only') !== title) continue;
  const card = document.createElement('contact-card-preview');
  card.setAttribute('contact-id', contactId);
  const section = document.createElement('section');
  section.setAttribute('aria-label', title);
  const heading = document.createElement('h2');
  heading.textContent = title;
  section.append(heading, card);
  gallery?.append(section);
}
