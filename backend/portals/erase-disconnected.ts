/** Erases everything of portals that were disconnected so long ago as the service promises. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Credential, CredentialStore } from '../store/credential-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import { erasedAt } from './disconnect-words.ts';
import type { InTurn } from './take-turns.ts';

export type ErasingParts = {
  store: Pick<CredentialStore, 'credential' | 'credentials'> & Pick<PrivacyStore, 'erasePortal'>;
  keepDays: number;
  /** Shared with whatever installs: a portal that comes back is not erased while it comes. */
  inTurn: InTurn;
  onErased: (portalId: number) => void;
  clock: Clock;
  log: Pick<Logger, 'info' | 'error'>;
  /** How often to see whether one is due, in monotonic milliseconds. */
  lookMs?: number;
};

export function keepErasing(parts: ErasingParts): { stop(): Promise<void> } {
  const { store, keepDays, inTurn, clock, log, lookMs = 2_000 } = parts;
  const stopping = new AbortController();

  const isDue = (credential: Credential | null) =>
    credential !== null && isErasureDue(credential, keepDays, clock.now());

  async function eraseDue(): Promise<void> {
    for (const { portalId, ...rest } of await store.credentials('hubspot')) {
      if (stopping.signal.aborted) return;
      if (!isDue({ portalId, ...rest })) continue;
      await inTurn(portalId, async () => {
        if (!isDue(await store.credential(portalId, 'hubspot'))) return;
        const { rows } = await store.erasePortal(portalId, clock.now());
        parts.onErased(portalId);
        log.info({ portalId, rows }, 'everything of a disconnected portal was erased');
      }).catch((err) => log.error({ portalId, err }, 'a disconnected portal could not be erased; trying again'));
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await wait(lookMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
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
