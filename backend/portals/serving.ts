/**
 * Takes portals up and leaves them while the service runs. What works for every portal looks at the connections each time,
 * so a portal that is not in them is asked nothing; what waits for it in the outbox stays there.
 */
import type { Logger } from 'pino';
import type { Connections } from '../connections.ts';
import type { PortalMemory } from './portal-memory.ts';
import type { PortalStates } from './portal-state.ts';

export type Serving = {
  isServed(portalId: number): boolean;
  /** Installed, or installed again. */
  begin(portalId: number): Promise<void>;
  /** Calls under way end; nothing new is asked. */
  end(portalId: number): Promise<void>;
  /** Resolves when every portal that was left has been. */
  ended(): Promise<void>;
};

export type ServingParts = {
  connections: Connections;
  states: Pick<PortalStates, 'changed'>;
  memory: PortalMemory;
  /** Before anything is asked or sent for the portal. */
  onBeginning: (portalId: number) => Promise<void>;
  /** Puts a gateway into the connections. */
  connect: (portalId: number) => void;
  /** The tokens are others now, or none. */
  tokensChanged: (portalId: number) => void;
  /** Effects of an earlier process; once per process, before anything claims new ones. */
  recover: (portalId: number) => Promise<void>;
  /** Of those connected at the start, that is done. */
  recovered: Iterable<number>;
  /** Everything else that has to be begun for a portal. */
  onBegun: (portalId: number) => void;
  onEnded: (portalId: number) => void;
  log: Pick<Logger, 'info' | 'error'>;
};

export function createServing(parts: ServingParts): Serving {
  const { connections, states, log } = parts;
  const { hubspot } = connections;
  const recovered = parts.memory.set<number>('whose effects of an earlier process were recovered');
  for (const portalId of parts.recovered) recovered.add(portalId);
  const leaving = new Set<Promise<void>>();

  async function leave(portalId: number): Promise<void> {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined) return;
    hubspot.delete(portalId);
    parts.onEnded(portalId);
    states.changed(portalId);
    await gateway.close().finally(() => parts.tokensChanged(portalId));
    log.info({ portalId }, 'the portal is not served any more');
  }

  return {
    isServed: (portalId) => hubspot.has(portalId),
    async begin(portalId) {
      parts.tokensChanged(portalId);
      if (!recovered.has(portalId)) await parts.recover(portalId);
      recovered.add(portalId);
      await parts.onBeginning(portalId);
      states.changed(portalId);
      const served = hubspot.get(portalId);
      if (served === undefined) parts.connect(portalId);
      // More may have been granted than before.
      else served.reauthorised();
      parts.onBegun(portalId);
      log.info({ portalId }, 'the portal is served');
    },
    end(portalId) {
      const left = leave(portalId).catch((err) => log.error({ portalId, err }, 'a portal could not be left'));
      leaving.add(left);
      return left.finally(() => leaving.delete(left));
    },
    async ended() {
      await Promise.all(leaving);
    },
  };
}
