/**
 * When contacts that wait to be forgotten are tried next, portal by portal. One that fails does not hold up those behind it; when
 * several fail one after the other it is HubSpot or the database, and the portal waits. In memory: after a restart all are tried.
 * Moments are monotonic milliseconds.
 */
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { WaitingPrivacyDeletion } from '../store/forgetting-store.ts';

/** When so many fail in a row it is none of theirs. */
const failuresThatBlameOthers = 3;

type Contact = { nextAt: number; failures: number };
type Portal = { nextAt: number; failuresInARow: number; contacts: Map<string, Contact> };

export type ForgettingTurns = {
  /** What is not served, or does not wait, any more is forgotten here too. */
  keepPortals(portalIds: Iterable<number>): void;
  mayTry(portalId: number, at: number): boolean;
  /** Those whose turn it is: those first that failed least. */
  due(portalId: number, waiting: readonly WaitingPrivacyDeletion[], at: number): WaitingPrivacyDeletion[];
  done(portalId: number, contactId: string): void;
  tryAgain(portalId: number, contactId: string, nextAt: number): void;
  /** True: the portal is not tried before `nextAt` either. */
  failed(portalId: number, contactId: string, nextAt: number): boolean;
  portalFailed(portalId: number, nextAt: number): void;
  /** How many portals and contacts something is remembered of. */
  size(): { portals: number; contacts: number };
};

export function createForgettingTurns(memory: Pick<PortalMemory, 'map'>): ForgettingTurns {
  const portals = memory.map<number, Portal>('when contacts are forgotten again');

  function portalOf(portalId: number): Portal {
    let portal = portals.get(portalId);
    if (portal === undefined) {
      portal = { nextAt: 0, failuresInARow: 0, contacts: new Map() };
      portals.set(portalId, portal);
    }
    return portal;
  }

  return {
    keepPortals(portalIds) {
      const served = new Set(portalIds);
      for (const portalId of portals.keys()) if (!served.has(portalId)) portals.delete(portalId);
    },
    mayTry: (portalId, at) => (portals.get(portalId)?.nextAt ?? 0) <= at,
    due(portalId, waiting, at) {
      const { contacts } = portalOf(portalId);
      const ids = new Set(waiting.map(({ contactId }) => contactId));
      for (const contactId of contacts.keys()) if (!ids.has(contactId)) contacts.delete(contactId);
      const failuresOf = ({ contactId }: WaitingPrivacyDeletion) => contacts.get(contactId)?.failures ?? 0;
      return waiting
        .filter(({ contactId }) => (contacts.get(contactId)?.nextAt ?? 0) <= at)
        .sort((one, other) => failuresOf(one) - failuresOf(other));
    },
    done(portalId, contactId) {
      const portal = portalOf(portalId);
      portal.failuresInARow = 0;
      portal.contacts.delete(contactId);
    },
    tryAgain(portalId, contactId, nextAt) {
      const portal = portalOf(portalId);
      portal.failuresInARow = 0;
      portal.contacts.set(contactId, { nextAt, failures: 0 });
    },
    failed(portalId, contactId, nextAt) {
      const portal = portalOf(portalId);
      const failures = (portal.contacts.get(contactId)?.failures ?? 0) + 1;
      portal.contacts.set(contactId, { nextAt, failures });
      portal.failuresInARow += 1;
      if (portal.failuresInARow < failuresThatBlameOthers) return false;
      portal.failuresInARow = 0;
      portal.nextAt = nextAt;
      return true;
    },
    portalFailed(portalId, nextAt) {
      portalOf(portalId).nextAt = nextAt;
    },
    size: () => ({
      portals: portals.size,
      contacts: [...portals.values()].reduce((sum, { contacts }) => sum + contacts.size, 0),
    }),
  };
}
