/**
 * Somebody may be ready because of what a backfill loaded, not because of anything that happens now. Such people are listed
 * and not alerted: history alone makes nobody cross. They cross with the next thing they do in the product.
 */
import type { Happened } from '../usage/marks.ts';
import type { DecisionInput, PreviousDecision } from './decision.ts';

const nothing: Happened = { live: false, active: false, history: false };

/**
 * Whether this decision sees nothing new but what a backfill loaded, also where HubSpot had to be read first. Whatever came
 * in live besides is news, and what follows from both together is too.
 */
export function isByHistory({ happened = nothing, previous }: Pick<DecisionInput, 'happened' | 'previous'>): boolean {
  return !happened.live && (happened.history || previous?.decision.awaitsForHistory === true);
}

/** Whether somebody whom history made ready crosses now: they have done something live. */
export function crossesAfterHistory(previous: PreviousDecision | null, happened: Happened = nothing): boolean {
  return previous?.decision.crossing?.byHistory === true && happened.active;
}
