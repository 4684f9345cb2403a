/** Forgets, portal by portal, the contacts that HubSpot deleted for privacy; what could not be done yet is tried again. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type PortalKey, type PortalMemory, track } from '../portals/portal-memory.ts';
import type { ForgettingStore } from '../store/forgetting-store.ts';
import { type ForgetParts, forgetContact } from './forget-contact.ts';

export type ForgettingParts = {
  store: ForgettingStore;
  hubspot: ReadonlyMap<number, ForgetParts['gateway']>;
  erasure: ForgetParts['erasure'];
  memory: PortalMemory;
  clock: Clock;
  log: Pick<Logger, 'warn' | 'info'>;
  /** How often to look, and how long to wait after a failure, in monotonic milliseconds. */
  lookEveryMs?: number;
  againMs?: number;
  /** How long to wait while HubSpot still has a contact, in monotonic milliseconds. */
  stillThereMs?: number;
};

/** More than HubSpot keeps for a while after it said that it deleted them. */
const atOnce = 500;

export function keepForgetting({
  store,
  hubspot,
  erasure,
  memory,
  clock,
  log,
  lookEveryMs = 1_000,
  againMs = 30_000,
  stillThereMs = 5 * 60_000,
}: ForgettingParts): { stop(): Promise<void> } {
  const waitsUntil = memory.map<number, number>('when contacts are forgotten again');
  const asksAgainAt = memory.map<PortalKey, number>('contacts HubSpot still has');
  const underWay = memory.work<number>('forgetting contacts');
  let isStopped = false;

  async function forgetAll(): Promise<void> {
    for (const [portalId, gateway] of hubspot) {
      if (isStopped) return;
      if ((waitsUntil.get(portalId) ?? 0) > performance.now()) continue;
      const forgotten = forgetIn(portalId, gateway);
      track(underWay, portalId, forgotten);
      await forgotten;
    }
  }

  async function forgetIn(portalId: number, gateway: ForgetParts['gateway']): Promise<void> {
    try {
      for (const waiting of await store.waitingPrivacyDeletions(portalId, atOnce)) {
        if (isStopped) return;
        const key: PortalKey = `${portalId} ${waiting.contactId}`;
        if ((asksAgainAt.get(key) ?? 0) > performance.now()) continue;
        const isDone = await forgetContact({ portalId, store, gateway, erasure, now: () => clock.now() }, waiting);
        if (isDone) {
          asksAgainAt.delete(key);
          log.info({ portalId }, 'a contact that HubSpot deleted for privacy was followed up');
        } else asksAgainAt.set(key, performance.now() + stillThereMs);
      }
    } catch (error) {
      if (isStopped) return;
      waitsUntil.set(portalId, performance.now() + againMs);
      log.warn({ portalId, reason: (error as Error).message }, 'a contact could not be forgotten yet; trying again');
    }
  }

  let forgetting: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  function schedule(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      forgetting = forgetAll().finally(schedule);
    }, lookEveryMs);
    timer.unref();
  }
  schedule();

  return {
    /** What is under way ends; closing the gateways ends what it still asks of HubSpot. */
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await forgetting;
    },
  };
}
