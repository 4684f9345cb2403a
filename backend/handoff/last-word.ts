/**
 * Which of one person's handoffs speaks for them, as HubSpot shows one (see isShown of both stores): the open one, else the one
 * that ended last. Where two people became one that need not be the one that was opened last.
 */
import { type HandoffStatus, isOpen } from './handoff.ts';

type Ends = { status: HandoffStatus; closedAt: number | null };

/** For sorting what stands newest first; that order stays where none ended later. */
export function byLastWord(one: Ends, other: Ends): number {
  const [end, otherEnd] = [endOf(one), endOf(other)];
  return end === otherEnd ? 0 : otherEnd > end ? 1 : -1;
}

function endOf({ status, closedAt }: Ends): number {
  return isOpen(status) ? Number.POSITIVE_INFINITY : (closedAt ?? Number.NEGATIVE_INFINITY);
}
