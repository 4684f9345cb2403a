/**
 * The `portal` label. Whoever runs a few portals wants a series for each; for thousands the series would cost Prometheus more
 * than they tell. The first portals have their own, the others are added up.
 */
export const otherPortals = 'other';

export type PortalLabel = (portalId: number) => string;

export function portalLabels(most: number): PortalLabel {
  const known = new Map<number, string>();
  return (portalId) => {
    const label = known.get(portalId);
    if (label !== undefined) return label;
    if (known.size >= most) return otherPortals;
    known.set(portalId, String(portalId));
    return String(portalId);
  };
}
