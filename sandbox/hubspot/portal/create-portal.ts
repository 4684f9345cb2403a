import { objectTypes } from '../crm/object-types.ts';
import { hubspotGroups, hubspotProperties } from '../properties/hubspot-properties.ts';
import { Portal, type PortalSettings } from './portal.ts';
import type { ObjectTypeId } from './tables.ts';

export const everyScope = [
  'oauth',
  'automation',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.schemas.deals.read',
  'crm.objects.owners.read',
  'crm.lists.read',
  'crm.lists.write',
];

/** An account as it is on its first day: HubSpot's own properties, no records. */
export function createPortal(
  settings: PortalSettings,
  now: () => number,
  actionBaseUrl: string | null,
  lastChange: number,
): Portal {
  const switches = {
    scopes: new Set(everyScope),
    signActionsWithV3: false,
    actionTypesBeta: false,
    webhooks: false,
    calculatedWebhooks: false,
    autoAssociateByDomain: false,
    mergesKeepPrimaryId: false,
    actionBaseUrl,
  };
  const portal = new Portal(settings, switches, now, 20_000 + Math.floor(Math.random() * 70_000), lastChange);
  for (const type of Object.keys(objectTypes) as ObjectTypeId[]) {
    for (const group of hubspotGroups(type)) portal.groups[type].set(group.name, group);
    for (const property of hubspotProperties(type, now())) portal.properties[type].set(property.name, property);
  }
  return portal;
}
