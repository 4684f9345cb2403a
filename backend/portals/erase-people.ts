/** Forgetting people, and telling what is kept of them, as operators ask for it. */
import type { EffectOfErasure, ExportedPart, PrivacyStore } from '../store/privacy-store.ts';
import type { Erased, PersonSelector, ReceiptStore } from '../store/receipt-store.ts';
import type { FoldRules } from '../store/store.ts';

export type EraseOptions = {
  /** Every `zo_*` property of their contacts in HubSpot is emptied as well. */
  clearHubspot?: boolean;
  progress?: (done: number, total: number) => void;
  /** The contact whose deletion for privacy this follows. */
  proofOf?: string;
};

/** What became, so far, of what an erasure wants outside. */
export type Outside = { done: number; waiting: number; failed: { what: string; reason: string }[] };

export type Erasure = {
  /** How many people of ours are meant. */
  count(portalId: number, who: PersonSelector): Promise<number>;
  /** How many rows of which kind are kept about them; changes nothing. */
  preview(portalId: number, who: PersonSelector): Promise<{ found: number; kept: Record<string, number> }>;
  /** Everything that is kept about them. */
  export(portalId: number, who: PersonSelector, write: (part: ExportedPart) => void): Promise<number>;
  /** Nobody meant: what still mentions the address is removed all the same. */
  erase(portalId: number, who: PersonSelector, options?: EraseOptions): Promise<Erased & { begunAt: number }>;
  /** Waits a little for what an erasure wants in Slack and HubSpot. */
  outside(portalId: number, begunAt: number): Promise<Outside>;
};

export type ErasureParts = {
  store: Pick<ReceiptStore, 'findPersons' | 'erasePersons'> & Pick<PrivacyStore, 'exportPersons' | 'effectsOfErasures'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  now: () => number;
  /** Companies were counted again, and there may be something to deliver. */
  onErased: (portalId: number) => void;
  /** How long what is wanted outside is waited for. */
  waitMs?: number;
};

const lookEveryMs = 100;

export function createErasure({ store, rulesFor, now, onErased, waitMs = 10_000 }: ErasureParts): Erasure {
  async function exportAll(portalId: number, who: PersonSelector, write: (part: ExportedPart) => void) {
    const personIds = await store.findPersons(portalId, who);
    await store.exportPersons(portalId, personIds, mentionsOf(who), write);
    return personIds.length;
  }

  return {
    count: async (portalId, who) => (await store.findPersons(portalId, who)).length,
    async preview(portalId, who) {
      const kept: Record<string, number> = {};
      const found = await exportAll(portalId, who, ({ part }) => {
        kept[part] = (kept[part] ?? 0) + 1;
      });
      return { found, kept };
    },
    export: exportAll,
    async erase(portalId, who, { clearHubspot = false, progress, proofOf } = {}) {
      const personIds = await store.findPersons(portalId, who);
      const begunAt = now();
      const rules = await rulesFor(portalId);
      const options = { clearsContacts: clearHubspot, progress, proofOf };
      const erased = await store.erasePersons(portalId, personIds, mentionsOf(who), rules, begunAt, options);
      onErased(portalId);
      return { ...erased, begunAt };
    },
    async outside(portalId, begunAt) {
      const until = performance.now() + waitMs;
      for (;;) {
        const effects = await store.effectsOfErasures(portalId, begunAt);
        const outside = outsideOf(effects);
        if (outside.waiting === 0 || performance.now() >= until) return outside;
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    },
  };
}

function outsideOf(effects: EffectOfErasure[]): Outside {
  const done = effects.filter(({ state }) => state === 'done').length;
  const failed = effects.filter(({ state }) => state === 'failed' || state === 'unconfirmed');
  return {
    done,
    waiting: effects.length - done - failed.length,
    failed: failed.map(({ key, reason }) => ({ what: wordsOf(key), reason: reason ?? 'not known' })),
  };
}

/** "redact:C1:1700000000.1", "clear:501". */
function wordsOf(key: string): string {
  const [what, ...names] = key.split(':');
  return what === 'clear' ? `contact ${names[0]} in HubSpot` : `message ${names[1]} in Slack channel ${names[0]}`;
}

function mentionsOf(who: PersonSelector): string[] {
  if ('email' in who) return [who.email.trim()];
  return 'userId' in who ? [who.userId] : [];
}
