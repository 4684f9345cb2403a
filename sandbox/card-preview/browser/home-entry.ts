/** The app’s live home page beside the demo: asks through the local HubSpot as whoever is chosen above it. */
import './home-element.tsx';
import { answerFetchWith } from './host.ts';

const who = document.querySelector<HTMLSelectElement>('#who');
const preview = document.querySelector('home-preview');

answerFetchWith((url, options = {}) =>
  fetch('/card-preview/fetch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      url: String(url),
      method: options.method,
      body: options.body,
      timeout: options.timeout,
      userEmail: preview?.getAttribute('user-email'),
    }),
  }),
);

who?.addEventListener('change', () => preview?.setAttribute('user-email', who.value));
