/** Whether a reminder that was queued is still wanted: what has happened meanwhile makes it wrong. */
import type { ReminderKind } from '../outbox/effect.ts';
import { type Handoff, isOpen } from './handoff.ts';

/** `holders`: how many had it before whoever it was to remind of. */
export function isStillWanted(handoff: Handoff, { what, holders }: { what: ReminderKind; holders: number }): boolean {
  const { status, touch, snooze, breachedAt, earlierOwners, review } = handoff;
  if (!isOpen(status) || handoff.erasedAt !== undefined) return false;
  if (what === 'unreviewed') return status === 'in_review' && review?.verdict === null;
  if (touch !== null || snooze !== null || earlierOwners.length !== holders || status === 'return_due') return false;
  // Held back over night it may have become overdue, which another reminder tells.
  return what !== 'nearly due' || breachedAt === null;
}
