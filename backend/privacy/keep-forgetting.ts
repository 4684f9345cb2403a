/** Forgets, portal by portal, the contacts that HubSpot deleted for privacy; what could not be done yet is tried again. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type PortalMemory, track } from '../portals/portal-memory.ts';
import type { ForgettingStore, WaitingPrivacyDeletion } from '../store/forgetting-store.ts';
import { type ForgetParts, forgetContact } from './forget-contact.ts';
import { createForgettingTurns } from './forgetting-turns.ts';

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
  const turns = createForgettingTurns(memory);
  const underWay = memory.work<number>('forgetting contacts');
  let isStopped = false;

  async function forgetAll(): Promise<void> {
    turns.keepPortals(hubspot.keys());
    for (const [portalId, gateway] of hubspot) {
      if (isStopped) return;
      if (!turns.mayTry(portalId, performance.now())) continue;
      const forgotten = forgetIn(portalId, gateway);
      track(underWay, portalId, forgotten);
      await forgotten;
    }
  }

  async function forgetIn(portalId: number, gateway: ForgetParts['gateway']): Promise<void> {
    try {
      const waiting = await store.waitingPrivacyDeletions(portalId, atOnce);
      for (const one of turns.due(portalId, waiting, performance.now())) {
        if (isStopped || !(await forgetOne(portalId, gateway, one))) break;
      }
    } catch (error) {
      turns.portalFailed(portalId, performance.now() + againMs);
      warn(portalId, error);
    }
  }

  /** False: so many have failed that the others wait, too. */
  async function forgetOne(
    portalId: number,
    gateway: ForgetParts['gateway'],
    waiting: WaitingPrivacyDeletion,
  ): Promise<boolean> {
    const { contactId } = waiting;
    try {
      const isDone = await forgetContact({ portalId, store, gateway, erasure, now: () => clock.now() }, waiting);
      if (isDone) {
        turns.done(portalId, contactId);
        log.info({ portalId }, 'a contact that HubSpot deleted for privacy was followed up');
      } else turns.tryAgain(portalId, contactId, performance.now() + stillThereMs);
      return true;
    } catch (error) {
      warn(portalId, error);
      return !turns.failed(portalId, contactId, performance.now() + againMs);
    }
  }

  function warn(portalId: number, error: unknown): void {
    if (isStopped) return;
    log.warn({ portalId, reason: (error as Error).message }, 'a contact could not be forgotten yet; trying again');
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
