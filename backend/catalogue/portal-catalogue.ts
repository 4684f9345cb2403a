/**
 * The portal's property catalogue: read from HubSpot when it is connected and every hour, kept in its settings, and given to
 * whoever reads a playbook for it.
 */
import {
  createCatalogue,
  hubspotProperties,
  type Playbook,
  type PropertyCatalogue,
  type PropertyDefinition,
  standardCatalogue,
  usedHubspotProperties,
} from '@zo/shared';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { PortalStore } from '../store/store.ts';
import { portalProperties } from './portal-properties.ts';

/** Row of the `settings` table. */
export const catalogueSetting = 'hubspot properties';

export type PortalCatalogue = {
  catalogue: PropertyCatalogue;
  /** The portal's own, or what every portal has, where the portal's has not been read yet. */
  of: 'portal' | 'every portal';
};

export type PropertyGateway = Pick<HubspotGateway, 'portalId' | 'provePortal' | 'listProperties'>;

/** Asks HubSpot and keeps what it says. Throws HubspotError. */
export async function learnProperties(
  store: Pick<PortalStore, 'saveSetting'>,
  gateway: PropertyGateway,
  now: number,
): Promise<PropertyDefinition[]> {
  await gateway.provePortal();
  const known = [
    ...portalProperties('contact', await gateway.listProperties('contact')),
    ...portalProperties('company', await gateway.listProperties('company')),
  ];
  await store.saveSetting(gateway.portalId, catalogueSetting, known, now);
  return known;
}

export async function keptProperties(
  store: Pick<PortalStore, 'setting'>,
  portalId: number,
): Promise<PropertyDefinition[] | null> {
  return (await store.setting(portalId, catalogueSetting)) as PropertyDefinition[] | null;
}

export async function portalCatalogue(store: Pick<PortalStore, 'setting'>, portalId: number): Promise<PortalCatalogue> {
  const known = await keptProperties(store, portalId);
  if (known === null) return { catalogue: standardCatalogue, of: 'every portal' };
  return { catalogue: createCatalogue(known), of: 'portal' };
}

/** What a saved playbook is read with: the definitions kept with it, and for one saved without, what every portal has. */
export function catalogueOfVersion(properties: readonly PropertyDefinition[]): PropertyCatalogue {
  return properties.length === 0 ? standardCatalogue : createCatalogue([...properties, ...hubspotProperties]);
}

/** HubSpot's definitions of what the playbook uses, to be kept with it. By object and name, so that equal ones are equal. */
export function usedDefinitions(playbook: Playbook, catalogue: PropertyCatalogue): PropertyDefinition[] {
  const used = usedHubspotProperties(playbook);
  const found = (object: PropertyDefinition['object']) =>
    [...used[object]].sort().flatMap((name) => catalogue.find(object, name) ?? []);
  return [...found('contact'), ...found('company')];
}
