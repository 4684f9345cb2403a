import { realHubspotApp } from '../config.ts';
import type { Portal } from '../store/store.ts';

/** Where the portal's contacts are in HubSpot; stands in the workflows' descriptions. */
export function portalLink({ uiDomain, portalId }: Pick<Portal, 'uiDomain' | 'portalId'>): string {
  return `https://${uiDomain}/contacts/${portalId}`;
}

/**
 * The app's settings in the portal, as others link to theirs; null where the app's id is not known. The real HubSpot has
 * each portal on a domain of its own; what else `appUrl` names has them all.
 */
export function settingsLink(
  { uiDomain, portalId }: Pick<Portal, 'uiDomain' | 'portalId'>,
  appId: number | null,
  appUrl: string = realHubspotApp,
): string | null {
  const origin = appUrl === realHubspotApp ? `https://${uiDomain}` : appUrl;
  return appId === null
    ? null
    : `${origin}/integrations-settings/${portalId}/installed/framework/${appId}/general-settings`;
}
