/** Forgets, portal by portal, the contacts that HubSpot deleted for privacy; what could not be done yet is tried again. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { forEachPortal, waitingForHubspot } from '../portals/for-each-portal.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { ForgettingStore, WaitingPrivacyDeletion } from '../store/forgetting-store.ts';
import { type ForgetParts, forgetContact } from './forget-contact.ts';
import { createForgettingTurns } from './forgetting-turns.ts';

export type ForgettingParts = {
  store: ForgettingStore;
  hubspot: ReadonlyMap<number, ForgetParts['gateway']>;
  erasure: ForgetParts['erasure'];
  memory: PortalMemory;
  clock: Clock;
  log: Pick<Logger, 'error' | 'warn' | 'info'>;
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

  function portalIds(): Iterable<number> {
    turns.keepPortals(hubspot.keys());
    return hubspot.keys();
  }

  async function forgetIn(portalId: number): Promise<void> {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined || !turns.mayTry(portalId, performance.now())) return;
    try {
      const waiting = await store.waitingPrivacyDeletions(portalId, atOnce);
      for (const one of turns.due(portalId, waiting, performance.now())) {
        if (rounds.stopping.aborted || !(await forgetOne(portalId, gateway, one))) break;
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
    if (rounds.stopping.aborted) return;
    log.warn({ portalId, reason: (error as Error).message }, 'a contact could not be forgotten yet; trying again');
  }

  const rounds = forEachPortal({
    what: 'forgetting contacts',
    memory,
    portalIds,
    turn: forgetIn,
    log,
    everyMs: lookEveryMs,
    atOnce: waitingForHubspot,
  });
  /** What is under way ends; closing the gateways ends what it still asks of HubSpot. */
  return { stop: rounds.stop };
}
