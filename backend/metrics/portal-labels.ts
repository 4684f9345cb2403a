/**
 * The `portal` label. Whoever runs a few portals wants a series for each; for thousands the series would cost Prometheus more
 * than they tell. The first portals have their own, the others are added up.
 */
import type { PortalMemory } from '../portals/portal-memory.ts';

export const otherPortals = 'other';

export type PortalLabel = (portalId: number) => string;

/** One that was erased makes room for another. */
export function portalLabels(memory: PortalMemory, most: number): PortalLabel {
  const known = memory.map<number, string>('its label in the figures');
  return (portalId) => {
    const label = known.get(portalId);
    if (label !== undefined) return label;
    if (known.size >= most) return otherPortals;
    known.set(portalId, String(portalId));
    return String(portalId);
  };
}
