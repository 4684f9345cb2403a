/** Whether somebody looks at a crossing before it is handed off: the sentence of the playbook's `review.when`. */
import { addWorkingMinutes, judgeExpression, type Playbook, type Readiness, type ReadinessFacts } from '@zo/shared';
import type { OpenedReview } from './decision.ts';

/** 'no' also for a playbook that reviews nothing. */
export function evaluateReview({ review }: Pick<Playbook, 'review'>, facts: ReadinessFacts): Readiness['ready'] {
  if (review === null) return 'no';
  const verdict = judgeExpression(review.when, facts);
  if (verdict === 'not known') return 'unknown';
  return verdict === 'met' ? 'yes' : 'no';
}

/** The review of a handoff that is opened now. Reviewers' hours are the portal's. */
export function openReview(
  { review, workingHours }: Pick<Playbook, 'review' | 'workingHours'>,
  contractValue: number | null,
  timeZone: string,
  now: number,
): OpenedReview | null {
  if (review === null) return null;
  const minutes = review.escalateAfterMinutes;
  return {
    review: {
      askedAt: now,
      contractValue,
      rule: review.text,
      verdict: null,
      decidedAt: null,
      by: null,
      reason: null,
      escalatedAt: null,
    },
    channel: review.channel,
    escalateAt: minutes === null ? null : addWorkingMinutes(now, minutes, workingHours, timeZone),
  };
}
