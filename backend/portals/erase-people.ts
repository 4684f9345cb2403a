/** Forgetting people, as operators ask for it. */
import type { Erased, PersonSelector, ReceiptStore } from '../store/receipt-store.ts';
import type { FoldRules } from '../store/store.ts';

export type Erasure = {
  /** How many people of ours are meant. */
  count(portalId: number, who: PersonSelector): Promise<number>;
  /** Nobody meant: what still mentions the address is removed all the same. */
  erase(portalId: number, who: PersonSelector, progress?: (done: number, total: number) => void): Promise<Erased>;
};

export type ErasureParts = {
  store: Pick<ReceiptStore, 'findPersons' | 'erasePersons'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  now: () => number;
  /** Companies were counted again: there is somebody to decide about. */
  onErased: (portalId: number) => void;
};

export function createErasure({ store, rulesFor, now, onErased }: ErasureParts): Erasure {
  return {
    count: async (portalId, who) => (await store.findPersons(portalId, who)).length,
    async erase(portalId, who, progress) {
      const personIds = await store.findPersons(portalId, who);
      const mentions = 'email' in who ? [who.email.trim()] : 'userId' in who ? [who.userId] : [];
      const erased = await store.erasePersons(portalId, personIds, mentions, await rulesFor(portalId), now(), progress);
      onErased(portalId);
      return erased;
    },
  };
}
