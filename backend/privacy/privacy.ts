/** What a portal can see and change of its privacy, whoever asks: operators and the settings page. */
import type { PrivacyTab } from '@zo/shared';
import { keptKinds } from '@zo/shared';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { DroppedNames } from './note-dropped.ts';
import type { PrivacyTerms } from './privacy-terms.ts';
import type { ForgottenNow, Retention } from './retention.ts';

export type Privacy = Pick<PrivacyTerms, 'saveKeptDays' | 'saveAllowed'> & {
  show(portalId: number): Promise<PrivacyTab>;
  /** What else would wait for the next hour. */
  forgetNow(portalId: number): Promise<ForgottenNow>;
};

export type PrivacyParts = {
  store: Pick<PrivacyStore, 'forgotten' | 'droppedNames'>;
  terms: PrivacyTerms;
  retention: Retention;
  dropped: Pick<DroppedNames, 'flush'>;
};

const mostShown = 200;

export function createPrivacy({ store, terms, retention, dropped }: PrivacyParts): Privacy {
  return {
    saveKeptDays: terms.saveKeptDays,
    saveAllowed: terms.saveAllowed,
    forgetNow: retention.run,
    async show(portalId) {
      await dropped.flush();
      const [days, forgotten, allowed, names, longestWindow] = await Promise.all([
        terms.keptDays(portalId),
        store.forgotten(portalId),
        terms.allowedOf(portalId),
        store.droppedNames(portalId, mostShown),
        terms.longestWindow(portalId),
      ]);
      return {
        kept: keptKinds.map((kind) => ({
          kind,
          days: days[kind],
          goneBefore: forgotten.find((done) => done.kind === kind)?.before ?? null,
        })),
        longestWindow,
        allowed: [...allowed],
        dropped: names.filter(({ name }) => !allowed.has(name)),
      };
    },
  };
}
