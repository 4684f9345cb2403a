/** Everything of one portal goes: where it was given, from the database, and from memory. In the portal's turn. */
import type { Clock } from '../clock.ts';
import type { PortalErasure, PrivacyStore } from '../store/privacy-store.ts';
import type { PortalMemory } from './portal-memory.ts';

export type ErasePortal = (portalId: number) => Promise<PortalErasure>;

export type ErasePortalParts = {
  store: Pick<PrivacyStore, 'erasePortal'>;
  memory: Pick<PortalMemory, 'forget'>;
  /** While everything is still there. Never rejects. */
  onErasing: (portalId: number) => Promise<void>;
  clock: Clock;
};

export function createErasePortal({ store, memory, onErasing, clock }: ErasePortalParts): ErasePortal {
  return async (portalId) => {
    await onErasing(portalId);
    try {
      return await store.erasePortal(portalId, clock.now());
    } finally {
      memory.forget(portalId);
    }
  };
}
