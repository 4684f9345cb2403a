import type { Portal } from '../store/store.ts';

/** Where the portal's contacts are in HubSpot; stands in the workflows' descriptions. */
export function portalLink({ uiDomain, portalId }: Pick<Portal, 'uiDomain' | 'portalId'>): string {
  return `https://${uiDomain}/contacts/${portalId}`;
}

/** The app's settings in the portal, as others link to theirs; null where the app's id is not known. */
export function settingsLink(
  { uiDomain, portalId }: Pick<Portal, 'uiDomain' | 'portalId'>,
  appId: number | null,
): string | null {
  return appId === null
    ? null
    : `https://${uiDomain}/integrations-settings/${portalId}/installed/framework/${appId}/general-settings`;
}
