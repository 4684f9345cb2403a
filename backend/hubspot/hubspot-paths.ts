/**
 * Every path we call, in one table: the legacy one, which the official client speaks, and its dated successor. HubSpot
 * drops v4 in March and v1–v3 in September 2027; a portal is moved over by configuring a dated version, not by code.
 */
const areas = {
  associations: { legacy: '/crm/v4/associations', dated: (version: string) => `/crm/associations/${version}` },
  objects: { legacy: '/crm/v3/objects', dated: (version: string) => `/crm/objects/${version}` },
  properties: { legacy: '/crm/v3/properties', dated: (version: string) => `/crm/properties/${version}` },
  owners: { legacy: '/crm/v3/owners', dated: (version: string) => `/crm/owners/${version}` },
  lists: { legacy: '/crm/v3/lists', dated: (version: string) => `/crm/lists/${version}` },
  account: { legacy: '/account-info/v3/details', dated: (version: string) => `/account-info/${version}/details` },
  /** No dated version is generally available; callbacks have one. */
  flows: { legacy: '/automation/v4/flows', dated: () => '/automation/v4/flows' },
  callbacks: {
    legacy: '/automation/v4/actions/callbacks',
    dated: (version: string) => `/automation/actions/callbacks/${version}`,
  },
  token: { legacy: '/oauth/v3/token', dated: (version: string) => `/oauth/${version}/token` },
  uninstall: {
    legacy: '/appinstalls/v3/external-install',
    dated: (version: string) => `/appinstalls/${version}/external-install`,
  },
  introspect: {
    legacy: '/oauth/v3/token/introspect',
    dated: (version: string) => `/oauth/${version}/token/introspect`,
  },
  /** Tokens of a static-auth app or a service key. */
  tokenInfo: {
    legacy: '/oauth/v2/private-apps/get/access-token-info',
    dated: () => '/oauth/v2/private-apps/get/access-token-info',
  },
  /** Exists only as a beta; absent in most portals. */
  actionTypes: {
    legacy: '/automation/2026-09-beta/flows/action-types',
    dated: (version: string) => `/automation/${version}-beta/flows/action-types`,
  },
} as const;

/** What is new with us begins on the dated paths; the legacy ones of OAuth end first, in February 2027. */
export const oauthVersion = '2026-09';

export type HubspotArea = keyof typeof areas;

/** `version`: null for the legacy paths, or a dated version such as "2026-09". */
export function hubspotPath(area: HubspotArea, version: string | null = null): string {
  return version === null ? areas[area].legacy : areas[area].dated(version);
}

/** Rewrites a legacy path, as the official client builds it, to the dated version. Unknown paths stay as they are. */
export function datedPath(path: string, version: string | null): string {
  if (version === null) return path;
  for (const { legacy, dated } of Object.values(areas)) {
    if (path === legacy || path.startsWith(`${legacy}/`) || path.startsWith(`${legacy}?`)) {
      return dated(version) + path.slice(legacy.length);
    }
  }
  return path;
}
