/** Erases everything of portals that were disconnected so long ago as the service promises. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Credential, CredentialStore } from '../store/credential-store.ts';
import { erasedAt } from './disconnect-words.ts';
import type { ErasePortal } from './erase-portal.ts';
import type { PortalMemory } from './portal-memory.ts';
import type { InTurn } from './take-turns.ts';

export type ErasingParts = {
  store: Pick<CredentialStore, 'credential' | 'credentials'>;
  memory: Pick<PortalMemory, 'end'>;
  keepDays: number;
  /** Shared with whatever installs: a portal that comes back is not erased while it comes. */
  inTurn: InTurn;
  erase: ErasePortal;
  clock: Clock;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** How often to see whether one is due, in monotonic milliseconds. */
  lookMs?: number;
};

/** What is under way of a portal ends within seconds; nothing keeps an erasure for longer than this, in monotonic milliseconds. */
const mostWaitMs = 60_000;

export function keepErasing(parts: ErasingParts): { stop(): Promise<void> } {
  const { store, memory, keepDays, inTurn, erase, clock, log, lookMs = 2_000 } = parts;
  const stopping = new AbortController();

  /** Ends early when the service stops. */
  const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => {});

  const isDue = (credential: Credential | null) =>
    credential !== null && isErasureDue(credential, keepDays, clock.now());

  async function eraseDue(): Promise<void> {
    for (const { portalId, ...rest } of await store.credentials('hubspot')) {
      if (stopping.signal.aborted) return;
      if (!isDue({ portalId, ...rest })) continue;
      // Before its turn: what is under way may be waiting for that itself.
      const isOver = await Promise.race([memory.end(portalId).then(() => true), pause(mostWaitMs).then(() => false)]);
      if (stopping.signal.aborted) return;
      if (!isOver) log.warn({ portalId }, 'a portal is erased though something of it has not ended');
      await inTurn(portalId, async () => {
        if (!isDue(await store.credential(portalId, 'hubspot'))) return;
        const { rows } = await erase(portalId);
        log.info({ portalId, rows }, 'everything of a disconnected portal was erased');
      }).catch((err) => log.error({ portalId, err }, 'a disconnected portal could not be erased; trying again'));
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await pause(lookMs);
      if (!stopping.signal.aborted) {
        await eraseDue().catch((err) => log.error({ err }, 'looking for portals to erase failed'));
      }
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

export function isErasureDue({ status }: Pick<Credential, 'status'>, keepDays: number, now: number): boolean {
  return status.state !== 'active' && now >= erasedAt({ at: status.at, keepDays });
}
