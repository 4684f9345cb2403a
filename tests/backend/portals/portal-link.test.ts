import { settingsLink } from '../../../backend/portals/portal-link.ts';

const portal = { portalId: 424242, uiDomain: 'app-eu1.hubspot.com' };
const at = (origin: string) => `${origin}/integrations-settings/424242/installed/framework/7/general-settings`;

it.each([
  ['the portal\u2019s own domain', 'https://app.hubspot.com', at('https://app-eu1.hubspot.com')],
  ['HUBSPOT_APP_URL, where that is another place', 'http://127.0.0.1:4401', at('http://127.0.0.1:4401')],
])('the settings are at %s', (_what, appUrl, link) => {
  expect(settingsLink(portal, 7, appUrl)).toBe(link);
});

it('there is no link to the settings of an app whose id is not known', () => {
  expect(settingsLink(portal, null)).toBeNull();
});
