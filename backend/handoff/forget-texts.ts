import { chosenReason, returnReason } from '../reports/counted-reason.ts';
import type { AlertState, Handoff } from './handoff.ts';

/** A handoff without what people wrote, and without what its messages are drawn from: what was chosen from a list stays. */
export function forgetTexts(handoff: Handoff): Handoff {
  const { review, ending } = handoff;
  return {
    ...handoff,
    byHand: handoff.byHand && { ...handoff.byHand, reason: '' },
    review: review && { ...review, reason: review.reason && chosenReason(review.reason) },
    earlierOwners: handoff.earlierOwners.map((owner) => ({ ...owner, why: '' })),
    alerts: Object.fromEntries(Object.entries(handoff.alerts).map(([key, alert]) => [key, withoutShown(alert)])),
    note: null,
    returnReasons: handoff.returnReasons.map(returnReason),
    ending: ending && { ...ending, reason: ending.kind ? '' : chosenReason(ending.reason), undo: null },
  };
}

/** A message that shows nothing known is never edited again. */
function withoutShown(alert: AlertState): AlertState {
  if (alert.state !== 'posted') return alert;
  const { shows: _shows, ...rest } = alert;
  return rest;
}
