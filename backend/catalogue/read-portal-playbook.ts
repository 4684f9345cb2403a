/** Reads a playbook's text for a portal: with its own properties, asked for again when one is not known. */
import type { PropertyDefinition } from '@zo/shared';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import { type ReadPlaybook, readPlaybook } from '../playbook/read-playbook.ts';
import type { PortalStore } from '../store/store.ts';
import {
  learnProperties,
  type PortalCatalogue,
  type PropertyGateway,
  portalCatalogue,
  usedDefinitions,
} from './portal-catalogue.ts';

export type PortalPlaybook = {
  read: ReadPlaybook;
  /** HubSpot's definitions of what it uses; empty with mistakes. */
  properties: PropertyDefinition[];
  /** Whose properties it was read with. */
  readWith: PortalCatalogue['of'];
};

export type ReadingParts = {
  store: Pick<PortalStore, 'setting' | 'saveSetting'>;
  /** Null: the portal is not connected. */
  gateway: PropertyGateway | null;
  now: () => number;
};

/** Somebody may have made the property in HubSpot a minute ago, so HubSpot is asked before it is called a mistake. */
export async function readPortalPlaybook(
  { store, gateway, now }: ReadingParts,
  portalId: number,
  source: string,
): Promise<PortalPlaybook> {
  const first = await readAsKept(store, portalId, source);
  if (gateway === null || !('errors' in first.read) || !first.read.errors.some((error) => error.isUnknownProperty)) {
    return first;
  }
  try {
    await learnProperties(store, gateway, now());
  } catch (error) {
    if (error instanceof HubspotError) return first;
    throw error;
  }
  return readAsKept(store, portalId, source);
}

/** With what is known of the portal's properties now. */
export async function readAsKept(
  store: Pick<PortalStore, 'setting'>,
  portalId: number,
  source: string,
): Promise<PortalPlaybook> {
  const { catalogue, of } = await portalCatalogue(store, portalId);
  const read = readPlaybook(source, catalogue);
  return { read, properties: 'errors' in read ? [] : usedDefinitions(read.playbook, catalogue), readWith: of };
}
