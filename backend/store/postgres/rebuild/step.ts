import type { CompiledRules } from '../../../usage/compile-rules.ts';
import type { UnfinishedStep } from '../../rules-store.ts';
import type { Normalise } from '../../store.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { type Standing, saveReached, standsAt } from '../rules-in-force.ts';

export type Step = {
  portalId: number;
  compiled: CompiledRules;
  normalise: Normalise;
  now: number;
  standing: Standing;
};

/** Does the next chunk. Returns the last event, person or company it did; null when the step is done, or others went on. */
export type DoChunk = (connection: PostgresConnection, step: Step) => Promise<number | null>;

/** Does `work` and moves the step on to `upTo`, in one transaction; null: the step is done. Nothing when others went on. */
export function moveOn(
  connection: PostgresConnection,
  { portalId, standing }: Step,
  upTo: number | null,
  work: (query: Query) => Promise<void> = async () => {},
): Promise<number | null> {
  return connection.portalTransaction(portalId, async (query) => {
    if (!(await standsAt(query, portalId, standing))) return null;
    await work(query);
    await saveReached(query, portalId, standing.unfinished as UnfinishedStep, upTo);
    return upTo;
  });
}
