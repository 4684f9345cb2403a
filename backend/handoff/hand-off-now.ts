/**
 * "Hand off now": somebody of sales hands a person off without a crossing. It is taken up at once, by nobody's workflow; where
 * what HubSpot said is old, HubSpot is asked once more before anybody is told.
 */
import { readFactsEffect } from '../outbox/effect.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { thenStep } from './combine-changes.ts';
import { isFresh } from './fresh-facts.ts';
import type { ByHand } from './handoff.ts';
import type { HandoffChange, HandoffContext } from './handoff-change.ts';
import { openUncrossed } from './open-uncrossed.ts';
import { takeUpDirectly } from './take-up.ts';

/** Null: nothing is known of what this person did in the product. */
export function handOffNow(
  context: HandoffContext,
  state: PortalState,
  byHand: ByHand,
  now: number,
): HandoffChange | null {
  const handoff = openUncrossed(context, state, { origin: 'by hand', byHand }, now);
  if (handoff === null) return null;
  const opened: HandoffChange = {
    // Whoever hands it off wants it with sales for now, whatever the return rule says of the score.
    handoff: { ...handoff, note: byHandWords(byHand), lastActivityAt: now, keptAt: now },
    effects: [],
    receipts: [{ kind: 'handoff', body: { step: 'by hand', by: byHand.by, reason: byHand.reason } }],
    wanted: {
      zo_handoff_trigger: byHandWords(byHand),
      zo_handoff_count: String(context.handoffCount + 1),
    },
  };
  if (isFresh(context.record?.factsAt ?? null, null, now)) {
    return thenStep(opened, (next) => takeUpDirectly(next, context, state, now));
  }
  return { ...opened, effects: [readFactsEffect(context.person.personId)] };
}

/** "By hand, tom@acme.test: asked for a demo". */
export function byHandWords({ by, reason }: Pick<ByHand, 'by' | 'reason'>): string {
  return `By hand, ${by}: ${reason}`;
}
