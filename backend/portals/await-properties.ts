/**
 * Before our properties have been made in a portal, whatever is asked or written there by their names is refused. So the first
 * time, and after an upgrade that brings new ones, HubSpot's lane waits until making them has been tried.
 */
import { properties } from '@zo/shared';
import { artefactWords, propertyArtefact } from '../provision/artefact.ts';
import type { Keeping, KeptArtefacts } from '../provision/keeping.ts';
import type { PortalMemory } from './portal-memory.ts';

export type PropertiesAwaited = {
  /** Making them was tried, whatever came of it: what is still missing is told for each record. */
  tried(portalId: number): void;
  areThere(portalId: number): Promise<boolean>;
};

export function awaitProperties(
  keepingOf: (portalId: number) => Pick<Keeping, 'read'>,
  memory: PortalMemory,
): PropertiesAwaited {
  const there = memory.set<number>('that our properties are there');
  return {
    tried: (portalId) => there.add(portalId),
    async areThere(portalId) {
      if (there.has(portalId)) return true;
      if (hasAllProperties(await keepingOf(portalId).read())) there.add(portalId);
      return there.has(portalId);
    },
  };
}

const names = properties.map((property) => artefactWords(propertyArtefact(property)));

/** Every property of ours was made, or found as it should be. One that a run has only begun to make is not there yet. */
export function hasAllProperties(kept: KeptArtefacts): boolean {
  return names.every((name) => {
    const record = kept[name];
    return record !== undefined && (record.pending === null || Object.keys(record.sent).length > 0);
  });
}
