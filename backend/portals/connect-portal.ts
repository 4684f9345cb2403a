/**
 * What a start-up learns from HubSpot about a portal: zone, scopes, owners, stages; and the properties it makes there,
 * nothing else. HubSpot being away does not stop the start: it is tried again until it answers.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { learnProperties } from '../catalogue/portal-catalogue.ts';
import { watchUsedProperties } from '../catalogue/watch-properties.ts';
import type { PortalOwner } from '../handoff/assign.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { readLifecycleStages } from '../hubspot/lifecycle-stages.ts';
import type { Owner } from '../hubspot/owners.ts';
import { ensureProperties, type PropertyReport } from '../provision/ensure-properties.ts';
import type { Keeping } from '../provision/keeping.ts';
import type { PortalStore } from '../store/store.ts';
import { settingNames } from './portal-state.ts';

export type Connected = { properties: PropertyReport };

export async function connectPortal(
  store: PortalStore,
  gateway: HubspotGateway,
  keeping: Keeping,
  now: number,
): Promise<Connected> {
  await learnPortal(store, gateway, gateway.portalId, now);
  return { properties: await ensureProperties({ gateway, keeping, sleep: (ms) => wait(ms) }) };
}

/** Reads zone, scopes, owners, stages and properties; somebody may have joined sales, or granted a scope, since the last time. */
export async function learnPortal(
  store: PortalStore,
  gateway: HubspotGateway,
  portalId: number,
  now: number,
): Promise<void> {
  const account = await gateway.account();
  const scopes = await gateway.tokenScopes();
  const portal = await store.portal(portalId);
  await store.savePortal({
    portalId,
    timeZone: account.timeZone,
    uiDomain: account.uiDomain,
    scopes,
    goLiveAt: portal?.goLiveAt ?? null,
    createdAt: portal?.createdAt ?? now,
  });
  const owners = await gateway.owners();
  await store.saveSetting(portalId, settingNames.owners, owners.map(toPortalOwner), now);
  const stages = await readLifecycleStages(gateway);
  if (stages.length > 0) await store.saveSetting(portalId, settingNames.stages, stages, now);
  await watchUsedProperties(store, portalId, await learnProperties(store, gateway, now), now);
}

function toPortalOwner({ id, email, firstName, lastName, isArchived }: Owner): PortalOwner {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return { id, email: email ?? '', name: name || email || `owner ${id}`, active: !isArchived && email !== null };
}
