import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Ambiguous, Disconnected, RateLimited, RetryLater } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { Keeping } from '../provision/keeping.ts';
import type { PortalStore } from '../store/store.ts';
import { connectPortal } from './connect-portal.ts';
import { type PortalMemory, track } from './portal-memory.ts';

const againMs = 5_000;
/** Owners come and go, scopes are granted and taken. */
const refreshMs = 3_600_000;

type ConnectingParts = {
  store: PortalStore;
  hubspot: ReadonlyMap<number, HubspotGateway>;
  states: { changed(portalId: number): void };
  memory: PortalMemory;
  keepingOf: (portalId: number) => Keeping;
  /** Counts usage again when the rules have changed. */
  followRules: (portalId: number) => Promise<unknown>;
  /** Our properties have been made there, or HubSpot said that it does not. */
  onTried: (portalId: number) => void;
  clock: Clock;
  log: Pick<Logger, 'info' | 'warn'>;
};

export type Connecting = {
  /** A portal has come, or its rights are others now: it is asked at once. */
  begin(portalId: number): void;
  end(portalId: number): void;
  stop(): void;
};

/** Learns what HubSpot says of each portal, again and again until it answers, and from then on every hour. */
export function keepConnecting({
  store,
  hubspot,
  states,
  memory,
  keepingOf,
  followRules,
  onTried,
  clock,
  log,
}: ConnectingParts): Connecting {
  const timers = memory.map<number, NodeJS.Timeout>('when HubSpot is asked about it again');
  const asking = memory.work<number>('asking HubSpot about it');
  let stopped = false;

  /** One that has gone, or was connected anew meanwhile, is not asked by this gateway again. */
  const isCurrent = (portalId: number, gateway: HubspotGateway) => !stopped && hubspot.get(portalId) === gateway;

  function later(portalId: number, gateway: HubspotGateway, afterMs: number): void {
    if (!isCurrent(portalId, gateway)) return;
    clearTimeout(timers.get(portalId));
    timers.set(
      portalId,
      setTimeout(() => ask(portalId, gateway), afterMs),
    );
  }

  function ask(portalId: number, gateway: HubspotGateway): void {
    track(asking, portalId, connect(portalId, gateway));
  }

  async function connect(portalId: number, gateway: HubspotGateway): Promise<void> {
    try {
      const { properties } = await connectPortal(store, gateway, keepingOf(portalId), clock.now());
      if (!isCurrent(portalId, gateway)) return;
      states.changed(portalId);
      onTried(portalId);
      await followRules(portalId);
      for (const { object, name, reason } of properties.conflicts) {
        const key = `property:${object}:${name}`;
        await store.raiseAlarm(portalId, key, `Property ${name} on ${object}: ${reason}`, clock.now());
      }
      log.info({ portalId, created: properties.created.length }, 'connected to HubSpot');
      later(portalId, gateway, refreshMs);
    } catch (error) {
      if (error instanceof Disconnected || !isCurrent(portalId, gateway)) return;
      if (!isAway(error)) onTried(portalId);
      log.warn({ portalId, reason: (error as Error).message }, 'HubSpot could not be asked; trying again');
      later(portalId, gateway, againMs);
    }
  }

  function begin(portalId: number): void {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined || stopped) return;
    clearTimeout(timers.get(portalId));
    ask(portalId, gateway);
  }

  for (const portalId of hubspot.keys()) begin(portalId);
  return {
    begin,
    end(portalId) {
      clearTimeout(timers.get(portalId));
      timers.delete(portalId);
    },
    stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** While HubSpot is only busy or away, our properties are still to be made; otherwise waiting does not help by itself. */
function isAway(error: unknown): boolean {
  return error instanceof RetryLater || error instanceof RateLimited || error instanceof Ambiguous;
}
