/** Whether a reminder that was queued is still wanted: what has happened meanwhile makes it wrong. */
import type { ReminderKind } from '../outbox/effect.ts';
import { type Handoff, isOpen } from './handoff.ts';

/** `clockStartedAt`: when the clock started that it is of; whoever gets the handoff later has another one. */
export function isStillWanted(
  handoff: Handoff,
  { what, clockStartedAt }: { what: ReminderKind; clockStartedAt: number | null },
): boolean {
  const { status, touch, snooze, breachedAt, clock, review } = handoff;
  if (!isOpen(status) || handoff.erasedAt !== undefined) return false;
  if (what === 'unreviewed') return status === 'in_review' && review?.verdict === null;
  const isOfAnother = (clock?.startedAt ?? null) !== clockStartedAt;
  if (touch !== null || snooze !== null || isOfAnother || status === 'return_due') return false;
  // Held back over night it may have become overdue, which another reminder tells.
  return what !== 'nearly due' || breachedAt === null;
}
