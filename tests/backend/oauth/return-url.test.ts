import { safeReturnUrl } from '../../../backend/oauth/return-url.ts';

describe('the address HubSpot asks us to go back to', () => {
  it.each([
    'https://app.hubspot.com/ecosystem/42/marketplace',
    'https://app-eu1.hubspot.com/x?y=1#z',
    'https://APP.hubspot.com/',
  ])('is taken when it is %s', (url) => expect(safeReturnUrl(url)).toBe(new URL(url).href));

  it.each([
    undefined,
    '',
    '/settings',
    '//app.hubspot.com/x',
    'http://app.hubspot.com/x',
    'https://app.hubspot.com.evil.test/',
    'https://evil.test/app.hubspot.com',
    'https://app.hubspot.com@evil.test/',
    'https://user:pw@app.hubspot.com/',
    'https://app.hubspot.com:8443/',
    'https://xapp.hubspot.com/',
    'https://app-.hubspot.com/',
    'https://app-eu1-x.y.hubspot.com/',
    'https://api.hubspot.com/',
    'https://app.hubspot.com\\@evil.test/',
    'javascript:alert(1)//app.hubspot.com',
    'data:text/html,app.hubspot.com',
    `https://app.hubspot.com/${'x'.repeat(2_000)}`,
  ])('is not taken when it is %s', (url) => {
    const safe = safeReturnUrl(url);
    if (safe !== null) expect(new URL(safe).hostname).toMatch(/^app(-[a-z0-9]+)?\.hubspot\.com$/);
    else expect(safe).toBeNull();
  });
});
