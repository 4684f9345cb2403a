/** What simulating a draft needs of the store. Like the rest (store.ts): whole commands, keyed by portal. Writes nothing. */
import type { CompanyUsage, Usage } from '@zo/shared';
import type { DecisionInput } from '../handoff/decision.ts';
import type { FoldRules, Normalise } from './store.ts';

/** A person as decisions see them. */
export type TodayInput = Pick<DecisionInput, 'person' | 'company' | 'record' | 'openHandoff' | 'returnedAt'>;

/** What rules that are not live would count. Somebody without events has empty usage. */
export type FoldedUsage = { person(personId: number): Usage; company(companyId: number): CompanyUsage };

export type FoldOptions = { onProgress: (done: number, total: number) => void; signal: AbortSignal | undefined };

export interface SimulationStore {
  countPersons(portalId: number): Promise<number>;
  /** By person id, those after `afterPersonId`. */
  everybody(portalId: number, afterPersonId: number, limit: number): Promise<TodayInput[]>;
  /**
   * Folds all kept events by `rules` into memory, beside the usage that is live. Events that do not count today and would
   * with these rules belong to nobody yet and are left out. Other commands run in between; rejects with the signal's
   * reason when it is aborted.
   */
  foldUsage(
    portalId: number,
    rules: FoldRules,
    normalise: Normalise,
    now: number,
    options: FoldOptions,
  ): Promise<FoldedUsage>;
}
