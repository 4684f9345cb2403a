import type { Portal } from '../store/store.ts';

/** Where the portal's contacts are in HubSpot; stands in the workflows' descriptions. */
export function portalLink({ uiDomain, portalId }: Pick<Portal, 'uiDomain' | 'portalId'>): string {
  return `https://${uiDomain}/contacts/${portalId}`;
}
