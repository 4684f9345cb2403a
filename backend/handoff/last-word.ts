/**
 * Which of one person's handoffs speaks for them: the open one, else the one that ended last. One that was withdrawn before
 * anybody was told of it speaks only where there is no other: it undoes nothing of what sales said. HubSpot shows the one that
 * speaks. Where two people became one that need not be the one that was opened last.
 */
import { type Handoff, isOpen } from './handoff.ts';
import { isTold } from './open-status.ts';

type Known = Pick<Handoff, 'status' | 'closedAt' | 'handedOffAt' | 'alerts'>;

/** Of a person's handoffs, the one opened last first. */
export function lastWord<One extends Known>(handoffs: readonly One[]): One | null {
  return handoffs.toSorted((one, other) => rankOf(one) - rankOf(other) || byEnd(one, other))[0] ?? null;
}

function rankOf(handoff: Known): number {
  if (isOpen(handoff.status)) return 0;
  return isUntold(handoff) ? 2 : 1;
}

function isUntold(handoff: Known): boolean {
  return handoff.status === 'withdrawn' && handoff.handedOffAt === null && !isTold(handoff);
}

/** For sorting those that have ended, and stand newest first: that order stays where none ended later. */
export function byEnd({ closedAt: one }: Pick<Handoff, 'closedAt'>, { closedAt: other }: Pick<Handoff, 'closedAt'>) {
  return (other ?? 0) - (one ?? 0);
}
