/**
 * The status of an open handoff follows from what has happened to it, never from the order in which it happened: whoever
 * comes first or twice, the same facts make the same status.
 */
import { type AlertState, type Handoff, type HandoffStatus, isOpen } from './handoff.ts';

type Known = Pick<
  Handoff,
  'returnDueAt' | 'review' | 'touch' | 'snooze' | 'breachedAt' | 'alerts' | 'owner' | 'heldSince' | 'handedOffAt'
>;

export function openStatus(handoff: Known): HandoffStatus {
  if (handoff.returnDueAt !== null) return 'return_due';
  if (handoff.review !== null && handoff.review.verdict === null) return 'in_review';
  if (handoff.touch !== null) return 'engaged';
  if (handoff.snooze !== null) return 'snoozed';
  if (handoff.breachedAt !== null) return 'breached';
  if (isTold(handoff)) return 'alerted';
  return handoff.handedOffAt !== null || handoff.owner !== null || handoff.heldSince !== null ? 'assigned' : 'waiting';
}

/** Whether somebody of sales has been alerted. Questions to reviewers are no alerts. */
export function isTold({ alerts }: Pick<Handoff, 'alerts'>): boolean {
  return Object.entries(alerts).some(([key, alert]) => isAlertKey(key) && isSaid(alert));
}

/** Posted, in a list, or taken away since. */
export function isSaid({ state }: Pick<AlertState, 'state'>): boolean {
  return state === 'posted' || state === 'gathered' || state === 'gone';
}

export function isAlertKey(key: string): boolean {
  return key.startsWith('alert:');
}

/** The same handoff with the status that its facts make; what is over stays over. */
export function restated(handoff: Handoff): Handoff {
  return isOpen(handoff.status) ? { ...handoff, status: openStatus(handoff) } : handoff;
}
