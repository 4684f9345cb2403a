import type { Clock } from '../clock.ts';
import type { IngestDoor } from '../http/ingest-door.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { FiguresStore } from '../store/figures-store.ts';
import type { MetricSources } from './metrics.ts';

export type SourceParts = {
  store: FiguresStore;
  hubspot: ReadonlyMap<number, HubspotGateway>;
  portalIds: () => Promise<number[]>;
  door: Pick<IngestDoor, 'figures'>;
  reconciling: MetricSources['reconciling'];
  clock: Clock;
};

/** Where the figures come from that are looked up when somebody asks. */
export function metricSources({ store, hubspot, portalIds, door, reconciling, clock }: SourceParts): MetricSources {
  return {
    ingest: door.figures,
    reconciling,
    portals: async () => {
      const now = clock.now();
      return Promise.all(
        (await portalIds()).map(async (portalId) => ({
          portalId,
          figures: await store.portalFigures(portalId, now),
          hubspot: hubspot.get(portalId) ?? null,
        })),
      );
    },
  };
}
