/** Where HubSpot asks us to send the browser in the end: only to HubSpot itself, or anybody could send our users anywhere. */
const hubspotHost = /^app(-[a-z0-9]+)?\.hubspot\.com$/;

/** Null: not such an address. */
export function safeReturnUrl(text: string | undefined): string | null {
  const url = text === undefined || text.length > 2_000 ? null : URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') {
    return null;
  }
  return hubspotHost.test(url.hostname) ? url.href : null;
}
