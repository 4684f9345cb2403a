/** Forgets what is older than a portal keeps it. Again on the same day it finds nothing. */
import { eventDaysInForce, type KeptKind, keptKinds, localDay, longestWindowDays, startOfLocalDay } from '@zo/shared';
import { normaliseKept } from '../ingest/normalise-kept.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import { type FoldRules, type IngestStore, RulesChangedError } from '../store/store.ts';
import type { PrivacyTerms } from './privacy-terms.ts';

/** How many rows of each kind were deleted or blanked. */
export type ForgottenNow = Record<KeptKind, number>;

export type Retention = { run(portalId: number): Promise<ForgottenNow> };

export type RetentionParts = {
  store: Pick<IngestStore, 'expireMessageIds'> &
    Pick<
      PrivacyStore,
      'forgetEvents' | 'forgetReceipts' | 'forgetAudit' | 'forgetMessages' | 'forgetInactive' | 'noteForgotten'
    >;
  terms: Pick<PrivacyTerms, 'keptDays'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  now: () => number;
  /** Somebody is gone: whoever else is at the company is decided again. */
  onForgotten: (portalId: number) => void;
};

export function createRetention({ store, terms, rulesFor, now, onForgotten }: RetentionParts): Retention {
  async function forget(portalId: number, kind: KeptKind, before: number, rules: FoldRules): Promise<number> {
    const at = now();
    switch (kind) {
      case 'events':
        return store.forgetEvents(portalId, { before, rules, normalise: normaliseKept, now: at });
      case 'messageIds': {
        const rows = await store.expireMessageIds(portalId, before);
        if (rows > 0) await store.noteForgotten(portalId, kind, before, rows, at);
        return rows;
      }
      case 'receipts':
        return store.forgetReceipts(portalId, before, at);
      case 'audit':
        return store.forgetAudit(portalId, before, at);
      case 'messages':
        return store.forgetMessages(portalId, before, at);
      case 'people': {
        const people = await store.forgetInactive(portalId, { before, rules, now: at });
        if (people > 0) onForgotten(portalId);
        return people;
      }
    }
  }

  async function run(portalId: number, forgotten: ForgottenNow): Promise<void> {
    const [days, rules] = await Promise.all([terms.keptDays(portalId), rulesFor(portalId)]);
    const kept = { ...days, events: eventDaysInForce(days, longestWindowDays(rules.playbook)) };
    for (const kind of keptKinds) {
      const count = kept[kind];
      if (count !== null) forgotten[kind] += await forget(portalId, kind, keptFrom(count, rules, now()), rules);
    }
  }

  return {
    async run(portalId) {
      const forgotten = Object.fromEntries(keptKinds.map((kind) => [kind, 0])) as ForgottenNow;
      try {
        await run(portalId, forgotten);
      } catch (error) {
        // How long events are needed depends on the rules.
        if (!(error instanceof RulesChangedError)) throw error;
        await run(portalId, forgotten);
      }
      return forgotten;
    },
  };
}

/** The beginning of the day so many days ago: today is kept besides. */
export function keptFrom(days: number, { timeZone }: Pick<FoldRules, 'timeZone'>, now: number): number {
  return startOfLocalDay(localDay(now, timeZone) - days, timeZone);
}
