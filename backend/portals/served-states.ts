import type { PortalStates } from './portal-state.ts';

/** The same of portals that are connected; the others are unknown, whatever is kept of them. */
export function servedStates(states: PortalStates, isServed: (portalId: number) => boolean): PortalStates {
  return {
    get: async (portalId) => (isServed(portalId) ? states.get(portalId) : null),
    isKnown: async (portalId) => isServed(portalId) && (await states.isKnown(portalId)),
    changed: states.changed,
  };
}
