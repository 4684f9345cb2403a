/**
 * What follows from new rules before everybody is decided again. Each step goes on from where it stands, also after a
 * restart and on another node: a chunk is done under the portal's lock, from where it was to be done, and says so in the same
 * transaction.
 */
import { compileRules } from '../../../usage/compile-rules.ts';
import type { StepProgress, UnfinishedStep } from '../../rules-store.ts';
import { type FoldRules, type Normalise, RulesChangedError } from '../../store.ts';
import type { PostgresConnection } from '../connection.ts';
import { readCounter } from '../rows.ts';
import { loadRulesInForce } from '../rules-in-force.ts';
import { recountChunk } from './recount-companies.ts';
import { resolveChunk } from './resolve-events.ts';
import { settleChunk } from './settle-persons.ts';
import type { DoChunk } from './step.ts';

const chunks: Record<Exclude<UnfinishedStep, 'decide'>, { next: DoChunk; counter: string }> = {
  resolve: { next: resolveChunk, counter: 'event' },
  settle: { next: settleChunk, counter: 'person' },
  recount: { next: recountChunk, counter: 'company' },
};

export async function* followUp(
  connection: PostgresConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
): AsyncGenerator<StepProgress, void> {
  const compiled = compileRules(rules);
  for (;;) {
    const standing = await loadRulesInForce(connection.forPortal(portalId), portalId);
    if (standing === null || standing.unfinished === null || standing.unfinished === 'decide') return;
    if (rules.generation !== undefined && rules.generation !== standing.generation)
      throw new RulesChangedError(portalId);
    const { next, counter } = chunks[standing.unfinished];
    const upTo = await next(connection, { portalId, compiled, normalise, now, standing });
    if (upTo === null) continue;
    const total = await readCounter(connection.forPortal(portalId), portalId, counter);
    yield { done: upTo, total: Math.max(upTo, total) };
  }
}
