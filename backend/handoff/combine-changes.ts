/** Two steps taken in one command become one change: the second starts from the first's handoff. */
import type { Handoff } from './handoff.ts';
import type { HandoffChange } from './handoff-change.ts';

export function thenStep(first: HandoffChange, step: (handoff: Handoff) => HandoffChange | null): HandoffChange {
  const second = step(first.handoff);
  if (second === null) return first;
  return {
    handoff: second.handoff,
    effects: [...first.effects, ...second.effects],
    receipts: [...first.receipts, ...second.receipts],
    ...((first.wanted ?? second.wanted) && { wanted: { ...first.wanted, ...second.wanted } }),
    ledger: second.ledger ?? first.ledger,
    completedCalls: [...(first.completedCalls ?? []), ...(second.completedCalls ?? [])],
    alarm: second.alarm ?? first.alarm,
  };
}

export function unchanged(handoff: Handoff): HandoffChange {
  return { handoff, effects: [], receipts: [] };
}
