/** The way of a live card or page to the backend: through the local HubSpot, as `hubspot.fetch` does in HubSpot. */
import { answerFetchWith } from './host.ts';

/**
 * `viewer`: HubSpot says who is signed in; here the page does. Undefined: whoever the local HubSpot takes. `portal`: the account;
 * undefined: the first.
 */
export function askThroughHubspot(
  viewer: () => string | undefined,
  portal: () => string | undefined = () => undefined,
): void {
  answerFetchWith((url, options = {}) =>
    fetch('/card-preview/fetch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        url: String(url),
        method: options.method,
        body: options.body,
        timeout: options.timeout,
        userEmail: viewer(),
        portal: portal(),
      }),
    }),
  );
}
