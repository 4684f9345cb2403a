/** What the settings page changes about privacy, each written down before it is done. */
import type { AllowListDone, AllowListRequest, RetentionDone, RetentionRequest } from '@zo/shared';
import type { Privacy } from '../privacy/privacy.ts';
import { daysWords, listWords } from '../privacy/terms-words.ts';
import type { Done, RunOnce } from './run-once.ts';

export type PrivacyWrites = {
  retention(portalId: number, author: string, request: RetentionRequest): Promise<RetentionDone>;
  allowList(portalId: number, author: string, request: AllowListRequest): Promise<AllowListDone>;
};

export type PrivacyWritesParts = {
  privacy: Pick<Privacy, 'saveKeptDays' | 'saveAllowed'>;
  once: Pick<RunOnce, 'run'>;
};

export function createPrivacyWrites({ privacy, once }: PrivacyWritesParts): PrivacyWrites {
  return {
    retention(portalId, author, { requestId, days }) {
      const entry = { requestId, author, deed: 'change retention', detail: daysWords(days) } as const;
      return once.run<RetentionDone>(portalId, entry, async () => {
        const saved = await privacy.saveKeptDays(portalId, days);
        if ('problems' in saved) return refused(saved.problems);
        return { answer: { status: 'done', days: saved.days }, outcome: 'done' };
      });
    },
    allowList(portalId, author, { requestId, allowed }) {
      const entry = { requestId, author, deed: 'change allow-list', detail: listWords(allowed) } as const;
      return once.run<AllowListDone>(portalId, entry, async () => {
        const saved = await privacy.saveAllowed(portalId, allowed);
        if ('problems' in saved) return refused(saved.problems);
        return { answer: { status: 'done', allowed: saved.allowed }, outcome: 'done' };
      });
    },
  };
}

function refused(problems: string[]): Done<{ status: 'refused'; reason: string }> {
  return { answer: { status: 'refused', reason: problems.join('. ') }, outcome: 'refused' };
}
