import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { PortalStore } from '../store/store.ts';
import { connectPortal } from './connect-portal.ts';

const againMs = 5_000;

type ConnectingParts = {
  store: PortalStore;
  hubspot: Map<number, HubspotGateway>;
  states: { changed(portalId: number): void };
  rebuild: (portalId: number) => Promise<unknown>;
  clock: Clock;
  log: Logger;
};

/** Learns what HubSpot says of each portal, again and again until it answers. */
export function keepConnecting({ store, hubspot, states, rebuild, clock, log }: ConnectingParts): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function connect(portalId: number, gateway: HubspotGateway): Promise<void> {
    try {
      const { timeZoneChanged, properties } = await connectPortal(store, gateway, portalId, clock.now());
      states.changed(portalId);
      if (timeZoneChanged) await rebuild(portalId);
      for (const { object, name, reason } of properties.conflicts) {
        const key = `property:${object}:${name}`;
        await store.raiseAlarm(portalId, key, `Property ${name} on ${object}: ${reason}`, clock.now());
      }
      log.info({ portalId, created: properties.created.length }, 'connected to HubSpot');
    } catch (error) {
      log.warn({ portalId, reason: (error as Error).message }, 'HubSpot could not be asked; trying again');
      if (!stopped) timer = setTimeout(() => connect(portalId, gateway), againMs);
    }
  }

  for (const [portalId, gateway] of hubspot) void connect(portalId, gateway);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
